"""Flags of the command line: strings, integers and booleans, and the function that is run with what remains.

Notes: section 9.

Repaired: the lost line breaks. `--bool_name True`, as the notes call the program, sets the flag by its name alone and
leaves `True` behind as an argument; so `--bool_name False` sets it too. `--bool_name=false` or `--nobool_name` clears
it.
"""

from __future__ import print_function

import tensorflow as tf

FLAGS = tf.app.flags.FLAGS


def define(flag_values=FLAGS):
    # name, default, description
    tf.app.flags.DEFINE_string("str_name", "def_v_1", "descrip1", flag_values=flag_values)
    tf.app.flags.DEFINE_integer("int_name", 10, "descript2", flag_values=flag_values)
    tf.app.flags.DEFINE_boolean("bool_name", False, "descript3", flag_values=flag_values)
    return flag_values


def parsed(line):
    """What a command line sets, and what it leaves."""
    flags = define(tf.app.flags.FlagValues())
    rest = flags(["tt.py"] + line.split())
    return [flags.str_name, str(flags.int_name), str(flags.bool_name)] + rest[1:]


def error_of(function):
    try:
        function()
    except Exception as error:
        return type(error).__name__
    return "no error"


def run_without_argument():
    def main():
        pass

    tf.app.run(main=main, argv=["tt.py"])


def results():
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


def main(_):
    print(FLAGS.str_name)
    print(FLAGS.int_name)
    print(FLAGS.bool_name)


if __name__ == "__main__":
    define()
    tf.app.run()
