"""Training logs as the apps export them, made up in their dialects."""

from __future__ import annotations

import json
import struct
from typing import Final

STRONG_OLD: Final = """\
Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;\
Seconds;Notes;Workout Notes;Workout Duration
2019-05-02 18:02:11;"Push";"Bench Press (Barbell)";1;60.0;kg;8;;0;m;0;"";"good; quick";1h 5m
2019-05-02 18:02:11;"Push";"Bench Press (Barbell)";2;132.5;lbs;5;8.5;0;m;0;"slow";"";1h 5m
2019-05-04 07:30:00;"Pull";"Chin Up";1;0;kg;10;;0;m;0;"";"";45m
"""

STRONG_NEW: Final = """\
Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,\
Workout Notes,RPE
2023-01-07 10:15:00,"Legs, long",1h 5m,"Squat (Barbell)",W,20.0,10,0,0,,,
2023-01-07 10:15:00,"Legs, long",1h 5m,"Squat (Barbell)",1,100.0,5,0,0,"a ""hard""
one",,9
2023-01-07 10:15:00,"Legs, long",1h 5m,"Squat (Barbell)",Rest Timer,0,0,0,180,,,
2023-01-07 10:15:00,"Legs, long",1h 5m,"Leg Press",D,80,12,0,0,,,
2023-01-07 10:15:00,"Legs, long",1h 5m,"Running",1,0,0,2.5,900,,,
"""

STRONG_HEADED: Final = """\
Workout #;Date;Workout Name;Duration (sec);Exercise Name;Set Order;Weight (lbs);Reps;RPE;\
Distance (meters);Seconds;Notes;Workout Notes
1;2024-03-01 08:00:00;"A";3600;"Deadlift (Barbell)";1;225,5;3;;;;"";""
1;2024-03-01 08:00:00;"A";3600;"Farmer's Walk";F;70;;;40;30.0;"";""
"""

HEVY: Final = """\
"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes",\
"set_index","set_type","weight_kg","reps","distance_km","duration_seconds","rpe"
"Upper","28 Mar 2024, 17:29","28 Mar 2024, 18:41","windy","Bench Press (Barbell)",,"pause",0,\
"warmup",40,10,,,
"Upper","28 Mar 2024, 17:29","28 Mar 2024, 18:41","windy","Bench Press (Barbell)",,"pause",1,\
"normal",82.5,5,,,8
"Upper","28 Mar 2024, 17:29","28 Mar 2024, 18:41","windy","Plank",,"",0,"failure",,,,95,
"Run","30 Mar 2024, 07:02","30 Mar 2024, 07:32","","Running",,"",0,"normal",,,5.2,1800,
"""

STRONGLIFTS: Final = """\
Date (yyyy/mm/dd),Workout,Workout Name,Program Name,Body Weight (KG),Exercise,Notes,\
Set 1 (Reps),Set 1 (KG),Set 1 (LB),Set 2 (Reps),Set 2 (KG),Set 2 (LB)
2016/05/02,1,Workout A,StrongLifts 5x5,80,Squat,,5,60,132.3,5,60,132.3
2016/05/02,1,Workout A,StrongLifts 5x5,80,Bench Press,tired,5,40,88.2,4,40,88.2
2016/05/04,2,Workout B,StrongLifts 5x5,80,Deadlift,,5,90,198.4,,,
"""

STRONGLIFTS_OLD: Final = """\
Date,Workout,Exercise,LB,Set 1,Set 2,Set 3,Note
2013-02-01,A,Squat,135,5,5,4,
2013-02-01,A,Barbell Row,95,5,5,5,ok
"""

WGER_CSV: Final = """\
date,exercise,reps,weight,weight_unit,rir,workout
2022-06-01,Barbell Deadlift,5,100,kg,2,Pull
2022-06-01,Plank,60,0,kg,,Pull
"""

WGER_JSON: Final = json.dumps(
    {
        "count": 2,
        "next": None,
        "previous": None,
        "results": [
            {
                "id": 7,
                "date": "2023-08-01",
                "exercise": 73,
                "repetitions": "8.00",
                "repetitions_unit": 1,
                "weight": "60.00",
                "weight_unit": 2,
                "rir": "1.5",
            },
            {
                "id": 8,
                "date": "2023-08-01",
                "exercise": 91,
                "repetitions": 2,
                "repetitions_unit": 4,
                "weight": "3.00",
                "weight_unit": 4,
                "rir": None,
            },
        ],
    }
)

OWN: Final = json.dumps(
    {
        "schema": "innervate/workouts/1",
        "workouts": [
            {
                "started_at": "2026-11-26T18:30:00",
                "name": "Push",
                "sets": [{"name": "Bench press", "reps": 8, "load_kg": 60.0}],
            }
        ],
    }
)

TEXTS: Final = {
    "strong_old.csv": STRONG_OLD,
    "strong_new.csv": STRONG_NEW,
    "strong_headed.csv": STRONG_HEADED,
    "hevy.csv": HEVY,
    "stronglifts.csv": STRONGLIFTS,
    "stronglifts_old.csv": STRONGLIFTS_OLD,
    "wger.csv": WGER_CSV,
    "wger.json": WGER_JSON,
    "own.json": OWN,
}


def fit_file(sets: list[tuple[int, int | None, float | None, int]], *, began: int = 10**9) -> bytes:
    """A FIT file of sets (category, repetitions, kilograms, type), titled where 0."""
    body = _defined(0, 18, [(2, 4, 0x86), (7, 4, 0x86)])
    body += struct.pack("<BII", 0, began, 3_600_000)
    body += _defined(1, 264, [(0, 2, 0x84), (1, 2, 0x84), (2, 24, 0x07)])
    body += struct.pack("<BHH24s", 1, 0, 1, b"Barbell Bench Press")
    body += _defined(
        2, 225, [(0, 4, 0x86), (3, 2, 0x84), (4, 2, 0x84), (5, 1, 0x02), (7, 2, 0x84), (8, 2, 0x84)]
    )
    for category, reps, kilograms, type_ in sets:
        packed = 0xFFFF if kilograms is None else round(kilograms * 16)
        count = 0xFFFF if reps is None else reps
        subtype = 1 if category == 0 else 0xFFFF
        body += struct.pack("<BIHHBHH", 2, 30_000, count, packed, type_, category, subtype)
    head = struct.pack("<BBHI4s", 14, 0x20, 2100, len(body), b".FIT")
    head += struct.pack("<H", crc(head))
    return head + body + struct.pack("<H", crc(head + body))


def _defined(local: int, kind: int, fields: list[tuple[int, int, int]]) -> bytes:
    head = struct.pack("<BBBHB", 0x40 | local, 0, 0, kind, len(fields))
    return head + b"".join(bytes(field) for field in fields)


def crc(data: bytes) -> int:
    """CRC-16 bit by bit (polynomial 0xA001), another way than the reader's table."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ 0xA001 if value & 1 else value >> 1
    return value
