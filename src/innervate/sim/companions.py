"""Further streams of the virtual athlete: a sensor of motion, a camera."""

from __future__ import annotations

from innervate.sim.athlete import Beside, Companion
from innervate.sim.draws import Draws
from innervate.sim.motion.camera import Camera
from innervate.sim.motion.model import MotionModel, Wanted, usual_sensor
from innervate.sim.motion.movement import movement
from innervate.sim.performing import Performing

IMU_HZ = 100.0
CAMERA_HZ = 30.0


def motion_of(
    exercise: str, *, imu_hz: float | None = None, camera_hz: float | None = None
) -> Companion:
    """A sensor on the segment that moves most ("imu_..."), a camera ("pose"), where given a rate.

    Raises `InputError` for an exercise whose movement is not known.
    """
    known = movement(exercise)
    wanted = Wanted(
        sensors=() if imu_hz is None else (usual_sensor(known, imu_hz),),
        camera=None if camera_hz is None else Camera(camera_hz),
    )

    def made(performing: Performing, draws: Draws) -> Beside:
        return MotionModel(performing, known, draws, wanted)

    return made
