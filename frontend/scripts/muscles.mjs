// Which part of the drawing is which muscle: the parts on the left of each picture, by the group
// and number that the package gives them. `lines` cut a part: what lies to the left of someone who
// walks from the first point to the second is kept. `drawn` is our own path.

const part = (muscle, group, ...numbers) => ({
  muscle,
  of: (numbers.length ? numbers : [0]).map((number) => [group, number]),
});
const cutPart = (one, ...lines) => ({ ...one, lines });
const above = (y) => [
  [-9999, y],
  [9999, y],
];
const below = (y) => [
  [9999, y],
  [-9999, y],
];

/** Both pieces of a part that a line divides, with a gap: first the left, then the right piece. */
function divided(left, right, group, [from, to], gap = 3) {
  const moved = ([x, y]) => [x + gap, y];
  return [
    cutPart(part(left, ...group), [from, to]),
    cutPart(part(right, ...group), [moved(to), moved(from)]),
  ];
}

/** The trapezius in three; the back of the neck is its upper part too. */
const trapezius = (upper, lower) => [
  part("trapezius_descendens", "neck"),
  cutPart(part("trapezius_descendens", "trapezius"), above(upper - 1.5)),
  cutPart(part("trapezius_transversalis", "trapezius"), below(upper + 1.5), above(lower - 1.5)),
  cutPart(part("trapezius_ascendens", "trapezius"), below(lower + 1.5)),
];

/** What the male and the female front have in common. */
const FRONT = [
  part("sternocleidomastoid", "neck", 0),
  part("trapezius_descendens", "trapezius"),
  part("pectoralis_major", "chest"),
  part("biceps_brachii", "biceps"),
  part("triceps_brachii", "triceps"),
  part("rectus_abdominis", "abs", 0, 1, 2, 3),
  part("vastus_lateralis", "quadriceps", 1),
  part("vastus_medialis", "quadriceps", 2),
  part("tibialis_anterior", "tibialis"),
];

/** What the male and the female back have in common. */
const BACK = [
  part("infraspinatus", "upper-back", 0),
  part("latissimus_dorsi", "upper-back", 1),
  part("triceps_brachii", "triceps", 0, 1, 2),
  part("external_oblique", "lower-back", 0),
  part("gluteus_medius", "gluteal", 0),
  part("gluteus_maximus", "gluteal", 1),
  part("vastus_lateralis", "hamstring", 0),
  part("adductor_magnus", "adductors", 0),
  part("gastrocnemius_lateralis", "calves", 0),
  part("gastrocnemius_medialis", "calves", 2),
  part("soleus", "calves", 1, 3),
  part("wrist_flexors", "forearm", 3),
];

export const PICTURES = [
  {
    view: "front",
    body: "male",
    parts: "bodyFront.js",
    wrapper: "SvgMaleWrapper.js",
    viewbox: [0, 0, 724, 1448],
    middle: 364.1,
    muscles: [
      ...FRONT,
      ...divided(
        "deltoideus_medius",
        "deltoideus_anterior",
        ["deltoids"],
        [
          [214, 400],
          [228, 300],
        ],
      ),
      part("serratus_anterior", "obliques", 0, 1, 2, 3),
      part("external_oblique", "obliques", 4, 5, 6, 7),
      part("iliopsoas", "adductors", 0),
      part("sartorius", "adductors", 1),
      part("adductor_longus", "adductors", 2),
      ...divided(
        "tensor_fasciae_latae",
        "rectus_femoris",
        ["quadriceps", 0],
        [
          [249, 803],
          [274, 679],
        ],
      ),
      part("peroneus_longus", "calves", 0),
      part("gastrocnemius_medialis", "calves", 1),
      part("brachioradialis", "forearm", 0),
      part("wrist_flexors", "forearm", 1, 2),
      cutPart(part("abductor_digiti_minimi", "hands", 0), [
        [136, 690],
        [132, 760],
      ]),
      {
        muscle: "internal_oblique",
        drawn: "M277 605C291 660 323 688 361 694L361 667C332 661 309 637 300 600Z",
        deep: true,
      },
    ],
  },
  {
    view: "back",
    body: "male",
    parts: "bodyBack.js",
    wrapper: "SvgMaleWrapper.js",
    viewbox: [724, 0, 724, 1448],
    middle: 1083.5,
    muscles: [
      ...BACK,
      ...trapezius(340, 406),
      ...divided(
        "deltoideus_medius",
        "deltoideus_posterior",
        ["deltoids"],
        [
          [931, 400],
          [935, 306],
        ],
      ),
      part("teres_major", "upper-back", 2),
      ...divided(
        "erector_spinae",
        "multifidus",
        ["lower-back", 1],
        [
          [1037, 645],
          [1082, 540],
        ],
      ),
      part("semitendinosus", "hamstring", 1),
      part("biceps_femoris", "hamstring", 2),
      part("semimembranosus", "hamstring", 3),
      part("wrist_extensors", "forearm", 0, 2),
    ],
  },
  {
    view: "front",
    body: "female",
    parts: "bodyFemaleFront.js",
    wrapper: "SvgFemaleWrapper.js",
    viewbox: [-50, -40, 734, 1538],
    middle: 320.5,
    muscles: [
      ...FRONT.filter((one) => one.muscle !== "sternocleidomastoid"),
      part("sternocleidomastoid", "neck", 1),
      part("deltoideus_medius", "deltoids", 0),
      part("deltoideus_anterior", "deltoids", 1),
      part("latissimus_dorsi", "obliques", 0),
      part("serratus_anterior", "obliques", 5, 3, 1, 2),
      part("external_oblique", "obliques", 4),
      part("iliopsoas", "adductors", 1),
      part("sartorius", "adductors", 2),
      part("adductor_longus", "adductors", 0),
      ...divided(
        "tensor_fasciae_latae",
        "rectus_femoris",
        ["quadriceps", 0],
        [
          [213, 804],
          [223, 647],
        ],
      ),
      part("peroneus_longus", "calves", 1),
      part("gastrocnemius_medialis", "calves", 0),
      part("brachioradialis", "forearm", 2),
      part("wrist_flexors", "forearm", 0, 1, 3),
      cutPart(part("abductor_digiti_minimi", "hands", 0), [
        [68, 650],
        [57, 725],
      ]),
      {
        muscle: "internal_oblique",
        drawn: "M243 580C253 632 280 655 312 660L312 634C288 630 268 612 261 577Z",
        deep: true,
      },
    ],
  },
  {
    view: "back",
    body: "female",
    parts: "bodyFemaleBack.js",
    wrapper: "SvgFemaleWrapper.js",
    viewbox: [756, 0, 774, 1448],
    middle: 1142.7,
    muscles: [
      ...BACK,
      ...trapezius(312, 359),
      ...divided(
        "deltoideus_medius",
        "deltoideus_posterior",
        ["deltoids"],
        [
          [996, 374],
          [1034, 284],
        ],
      ),
      ...divided(
        "erector_spinae",
        "multifidus",
        ["lower-back", 1],
        [
          [1101, 625],
          [1139, 535],
        ],
      ),
      part("biceps_femoris", "hamstring", 1),
      part("semitendinosus", "hamstring", 2),
      part("semimembranosus", "adductors", 1),
      part("wrist_extensors", "forearm", 0, 1),
    ],
  },
];
