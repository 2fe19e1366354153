"""What the provider's papers leave open, as switches to set either way, and what a rehearsal may disturb."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(slots=True)
class Switches:
    """How the network behaves where nobody has written down what it does. Seconds are practice seconds.

    Set one at any time: `network.switches.whisper_refused_status = "no-answer"`.
    """

    # A called person picked up, but the whisper ended in a hang-up.
    whisper_refused_status: Literal["completed", "no-answer", "busy", "failed"] = "completed"
    # The whisper document could not be fetched.
    whisper_fetch_failure: Literal["drop", "bridge"] = "drop"
    # The caller hangs up while <Dial> is at work: is its action asked for, and with which DialCallStatus?
    caller_left_action: Literal["sent", "not_sent"] = "sent"
    caller_left_status: Literal["canceled", "no-answer"] = "canceled"
    # A caller who hung up before anything answered.
    caller_left_call_status: Literal["completed", "no-answer", "canceled"] = "completed"
    # Whether <Dial>'s action carries DialBridged.
    dial_bridged_present: bool = True
    # Several numbers were dialled and none was connected: whose sid is DialCallSid?
    dial_call_sid: Literal["last", "first"] = "last"
    # CallStatus of <Dial>'s action while answerOnBridge has kept the call unanswered.
    unanswered_call_status: Literal["ringing", "in-progress"] = "ringing"
    # Whether the others ring on while one listens to the whisper.
    others_ring_during_whisper: bool = False
    # Whether <Gather>'s action is asked for when the party hangs up after a first key.
    gather_on_hangup: bool = False
    # What follows a recording in which nobody spoke.
    empty_recording: Literal["falls_through", "action"] = "falls_through"
    # Whether a leg's last status callback leaves before or after <Dial>'s action.
    completed_callback: Literal["before_action", "after_action"] = "before_action"
    # What the network adds to every time-out of a ringing telephone.
    timeout_buffer: float = 5.0
    recording_ready_after: float = 2.0
    # New calls by REST in a second, 0 for as many as come; Dial and incoming calls are never limited.
    rest_calls_per_second: float = 1.0
    # A text: seconds from accepted to sent, and from sent to its fate.
    text_sent_after: float = 1.0
    text_delivered_after: float = 2.0
    # STOP blocks texts to whoever sent it, START allows them again, HELP is answered by the network.
    opt_out_words: bool = True

    # Disturbances.
    callback_copies: int = 1
    callback_delay: float = 0.0
    callback_order: Literal["in_order", "reversed"] = "in_order"
    # CallStatus, MessageStatus or RecordingStatus words whose callbacks are lost; "all" loses every one.
    callbacks_lost: set[str] = field(default_factory=set)
    # Every document is asked for twice and the second answer counts, as after a reply lost on the way.
    ask_twice: bool = False
