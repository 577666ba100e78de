"""Where the truths of the studies come from, in words: the ids of the evidence spelled out."""

from __future__ import annotations

from types import MappingProxyType

CITED = MappingProxyType(
    {
        "Bridgeman2015": "Bridgeman, McGuigan & Gill 2015 J Aust Strength Cond 23:74-84",
        "Calatayud2016": "Calatayud et al. 2016 Eur J Appl Physiol 116:527-533",
        "Calatayud2017": "Calatayud et al. 2017 Eur J Appl Physiol 117:1445-1452",
        "Calatayud2018": "Calatayud et al. 2018 J Sports Sci 36:1162-1166",
        "Clark2014": "Clark et al. 2014 J Neurophysiol 112:3219-3226",
        "Clark2014dose": "dose of Clark et al. 2014 as tabulated in Slimani et al. 2016 "
        "J Sports Sci Med 15:434",
        "Cleary2002": "Cleary et al. 2002 J Athl Train 37:32-36",
        "DeRuiter2014": "de Ruiter et al. 2014 Eur J Sport Sci 14:251-258",
        "Guillot2007": "Guillot et al. 2007 Int J Psychophysiol 66:18-27",
        "HeTian2012": "He & Tian 2012 Engineering 5:99-102",
        "Heiderscheit2011": "Heiderscheit et al. 2011 Med Sci Sports Exerc 43:296-302",
        "Hollman2017": "Hollman et al. 2017/18 J Sport Rehabil, doi 10.1123/jsr.2016-0130",
        "Karst2004": "Karst & Willett 2004 J Orthop Sports Phys Ther 34:4-12",
        "LewisSahrmann2009": "Lewis & Sahrmann 2009 J Athl Train 44:238-248",
        "Oliveira": "Oliveira & Pirscoveanu (Sci Rep)",
        "Phan2017": "Phan et al. 2017 J Sports Sci",
        "SnyderFry2012": "Snyder & Fry 2012 J Strength Cond Res 26:2394-2400",
        "Tap2020": "Sci Rep 2020 (muscle-tap response), doi 10.1038/s41598-020-59122-z",
        "Tate2017": "Tate & Milner 2017 JOSPT 47:565-569",
        "Yao2013": "Yao et al. 2013 Front Hum Neurosci 7:561",
        "Zijdewind2001": "Zijdewind & Kernell 2001 J Neurophysiol 85:1907-1913",
    }
)


def cited(source: str) -> str:
    """A source in words; one that a plug-in from elsewhere names is left as it says.

    >>> cited("Karst2004")
    'Karst & Willett 2004 J Orthop Sports Phys Ther 34:4-12'
    """
    return CITED.get(source, source)
