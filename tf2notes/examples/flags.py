"""Flags of the command line with absl, which is what tf.app.flags was.

Legacy: legacy/examples/flags.py
Parity: tests/examples/test_flags.py

The examples here go another way: a dataclass `Config`, from which the command line derives. There a boolean takes no
value that could be misread: `--bool-name` and `--no-bool-name`.
"""

from absl import app, flags


def define(flag_values=flags.FLAGS):
    """Define the three flags: name, default, description."""
    flags.DEFINE_string("str_name", "def_v_1", "descrip1", flag_values=flag_values)
    flags.DEFINE_integer("int_name", 10, "descript2", flag_values=flag_values)
    flags.DEFINE_bool("bool_name", False, "descript3", flag_values=flag_values)
    return flag_values


def parsed(line):
    """What a command line sets, and what it leaves: a list of str."""
    values = define(flags.FlagValues())
    rest = values(["tt.py", *line.split()])
    return [values.str_name, str(values.int_name), str(values.bool_name), *rest[1:]]


def error_of(function):
    """The name of the error that a call raises."""
    try:
        function()
    except (flags.Error, TypeError) as error:
        return type(error).__name__
    return "no error"


def run_without_argument():
    """absl calls the function with the arguments that are no flags; one without a parameter cannot take them."""
    app.run(lambda: None, argv=["tt.py"])


def results():
    """What each way of writing a command line sets, by the original's names."""
    return {
        "defaults": parsed(""),
        "the notes' call": parsed("--str_name test_str --int_name 99 --bool_name True"),
        "with =": parsed("--str_name=test_str --int_name=99 --bool_name=true"),
        "--bool_name False": parsed("--bool_name False"),
        "--bool_name=false": parsed("--bool_name=false"),
        "--nobool_name": parsed("--nobool_name"),
        "--int_name ten": error_of(lambda: parsed("--int_name ten")),
        "--no_such_flag": error_of(lambda: parsed("--no_such_flag 1")),
        "main without argument": error_of(run_without_argument),
    }
