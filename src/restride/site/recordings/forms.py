"""Adding a recording: the file, and what the file does not say itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from restride.explain.movement_words import MOVEMENT_NAMES
from restride.model.recordings import HeightM, RateHz, SlowMotion, SpeedMS, limits
from restride.site.recordings.models import Role, VisitOfDay

#: What one file can hold; formats that need two files or a folder are for the command line.
VIDEO = (".mp4", ".mov", ".m4v", ".avi", ".webm", ".mkv")
OTHERS = (".c3d", ".trc", ".bvh", ".mot", ".sto", ".csv", ".fit")
#: Engineering default, about ten minutes of a phone's 1080p at 240 frames a second.
LARGEST_BYTES = 2 << 30
KM_H_PER_M_S, CM_PER_M = 3.6, 100.0
#: A pixel from the left and from the top.
PLACE = r"^\s*[0-9]{1,5}\s*,\s*[0-9]{1,5}\s*$"
VIEWS = (
    ("", "Let the program find it"),
    ("left", "From the side, left leg near"),
    ("right", "From the side, right leg near"),
    ("rear", "From behind"),
    ("front", "From the front"),
)
SENSORS = (
    ("", "No body-worn sensor"),
    ("sacrum", "On the sacrum"),
    ("shank_left", "On the left shin"),
    ("shank_right", "On the right shin"),
    ("foot_left", "On the left foot"),
    ("foot_right", "On the right foot"),
)


#: What a recording shows. Running and walking are told apart by the analysis.
RUNNING = ("", "Running or walking")
SHOWS = (RUNNING, *((name, f"Test: {words.lower()}") for name, words in MOVEMENT_NAMES.items()))
#: Tests whose number is a length: nothing to be said of them without a scale.
WITH_SCALE = ("hop_distance", "triple_hop")
MOVING = (*VIDEO, ".c3d", ".trc", ".bvh")


def number(label: str, kind: Any, unit: str, example: str, *, help_text: str, per: float = 1.0) -> forms.FloatField:
    """Return a field for a number that may stay empty, within the limits that hold wherever it is said."""
    least, most = (round(per * one, 6) for one in limits(kind))
    outside = f"This lies outside {least:g} to {most:g} {unit}; write for example {example}."
    return forms.FloatField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        help_text=help_text,
        error_messages={
            "invalid": f"Write a number ({unit}), for example {example}.",
            "min_value": outside,
            "max_value": outside,
        },
    )


class OptionsForm(forms.Form):
    """What the file does not say itself; all of it may stay empty."""

    side = forms.ChoiceField(
        label="Tested leg",
        choices=(("", "Let the program find it"), ("left", "Left"), ("right", "Right")),
        required=False,
        help_text="Name it where you can; a leg that the program found is marked so.",
    )
    view = forms.ChoiceField(
        label="Camera",
        choices=VIEWS,
        required=False,
        help_text="Only for video. Correct it here when the program found the wrong one.",
    )
    follow = forms.RegexField(
        label="Which runner",
        regex=PLACE,
        required=False,
        help_text="Only for video with several runners: the place of the one to follow, as the refusal names it, "
        "for example 640,300 (pixels from the left and from the top).",
        error_messages={"invalid": "Write the place as two numbers with a comma between, for example 640,300."},
    )
    speed_km_h = number(
        "Speed of the belt",
        SpeedMS,
        "km/h",
        "9.5",
        per=KM_H_PER_M_S,
        help_text="In km/h. Gives step length, and lets form be compared with runners at that speed.",
    )
    slow_motion = number(
        "Slow motion",
        SlowMotion,
        "times slower than life",
        "8",
        help_text="Only for video: how many times slower than life it plays, 1 for life. Found otherwise.",
    )
    height_cm = number(
        "Height of the runner",
        HeightM,
        "cm",
        "172",
        per=CM_PER_M,
        help_text="Only for video: gives lengths in metres. Leave empty where the camera moves along.",
    )
    rate_hz = number(
        "Pictures or samples a second",
        RateHz,
        "a second",
        "240",
        help_text="Only where the file has none, or a wrong one.",
    )
    sensor = forms.ChoiceField(
        label="Sensor", choices=SENSORS, required=False, help_text="Only for a table of accelerations (CSV)."
    )
    first_foot = forms.ChoiceField(
        label="First foot on the ground",
        choices=(("", "Not known"), ("left", "Left"), ("right", "Right")),
        required=False,
        help_text="Only for force and a sensor on the sacrum, which do not tell the feet apart.",
    )

    def options(self) -> dict[str, Any]:
        """Return what was said, under the names of the analysis."""
        said = {
            name: self.cleaned_data.get(name)
            for name in ("view", "slow_motion", "sensor", "rate_hz", "first_foot", "side")
        }
        speed = self.cleaned_data.get("speed_km_h")
        if speed:
            said["speed_m_s"] = round(speed / KM_H_PER_M_S, 4)
        follow = self.cleaned_data.get("follow")
        if follow:
            said["follow"] = [float(one) for one in follow.split(",")]
        height = self.cleaned_data.get("height_cm")
        if height:
            said["height_m"] = round(height / CM_PER_M, 3)
        return {name: value for name, value in said.items() if value}


def initial_of(options: dict[str, Any]) -> dict[str, Any]:
    """Return stored options as the form shows them."""
    speed = options.get("speed_m_s")
    height = options.get("height_m")
    follow = options.get("follow")
    return {
        **options,
        "follow": ",".join(f"{one:g}" for one in follow) if follow else None,
        "speed_km_h": round(speed * KM_H_PER_M_S, 2) if speed else None,
        "height_cm": round(CM_PER_M * height, 1) if height else None,
    }


class SaidForm(forms.Form):
    """How a run was done, at which visit and what was special about it; all may be put right later."""

    role = forms.ChoiceField(
        label="How it was done",
        choices=Role.choices,
        initial=Role.USUAL,
        required=False,
        help_text="Recordings of one visit make one session and are held against each other.",
    )
    visit_of_day = forms.ChoiceField(
        label="Visit",
        choices=VisitOfDay.choices,
        initial=VisitOfDay.FIRST,
        required=False,
        help_text="Only where somebody came more than once that day: each visit is a session of its own.",
    )
    condition = forms.CharField(
        label="What was special",
        required=False,
        max_length=120,
        help_text="For example: own shoes, barefoot, after the cue “quicker steps”.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_visit_of_day(self) -> int:
        """Return the number of the visit; where nobody says, it was the first."""
        return int(self.cleaned_data["visit_of_day"] or VisitOfDay.FIRST)


class RecordingForm(OptionsForm, SaidForm):
    """A file and its day."""

    file = forms.FileField(
        label="Recording",
        help_text="A video (MP4, MOV, AVI, WebM), motion capture (C3D, TRC, BVH), "
        "force (MOT, CSV), a sensor (CSV) or a watch file (FIT).",
        error_messages={
            "required": "Choose the file of the recording.",
            "empty": "The file is empty; copy it from the phone or camera again.",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(("video/*", *VIDEO, *OTHERS))}),
    )
    shows = forms.ChoiceField(
        label="What it shows",
        choices=SHOWS,
        required=False,
        help_text="Running, walking, or one of the clinic’s tests: its numbers can go into the exam.",
    )
    recorded_on = forms.DateField(
        label="Recorded on",
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Say on which day it was recorded.",
            "invalid": "Write the day as 2026-11-24.",
        },
    )
    field_order = (
        "file",
        "shows",
        "side",
        "recorded_on",
        "visit_of_day",
        "role",
        "condition",
        "view",
        "follow",
        "speed_km_h",
        "height_cm",
        "slow_motion",
        "rate_hz",
        "sensor",
        "first_foot",
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse what is surely no recording; the analysis judges the rest by what is inside."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        suffix = Path(file.name or "").suffix.lower()
        if suffix not in (*VIDEO, *OTHERS):
            known = ", ".join(one[1:].upper() for one in (*VIDEO, *OTHERS))
            raise forms.ValidationError(
                f"A file with the ending “{suffix[:12] or 'none'}” is no recording that is read here; "
                f"choose one of {known}."
            )
        if (file.size or 0) > LARGEST_BYTES:
            raise forms.ValidationError(
                "The file is larger than 2 GB; cut the clip to the running, 20 seconds are enough."
            )
        return file

    def clean(self) -> dict[str, Any]:
        """A test needs a moving picture, and a distance its scale."""
        said: dict[str, Any] = self.cleaned_data
        shows, file = said.get("shows"), said.get("file")
        if not shows or file is None:
            return said
        suffix = Path(file.name or "").suffix.lower()
        if suffix not in MOVING:
            self.add_error(
                "file", f"A {suffix[1:].upper()} file shows no movement test; choose a video, or C3D, TRC or BVH."
            )
        if shows in WITH_SCALE and suffix in VIDEO and not said.get("height_cm") and "height_cm" not in self.errors:
            self.add_error("height_cm", "A distance needs a scale; write the height of the runner in centimetres.")
        return said

    def clean_recorded_on(self) -> Any:
        """Refuse a day that has not come."""
        day = self.cleaned_data["recorded_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("That day has not come yet; write the day of the recording.")
        return day


class RemoveForm(forms.Form):
    """Why a recording goes."""

    reason = forms.CharField(
        label="Why it is removed",
        max_length=200,
        help_text="The reason is kept; the recording and its report are not.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say in a few words why it is removed; the reason is kept, the recording is not."},
    )
