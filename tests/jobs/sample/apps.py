from hardship.kernel.registry import RoomConfig


class SampleConfig(RoomConfig):
    name = "tests.jobs.sample"
    label = "sample"
    registers = ("tasks",)
