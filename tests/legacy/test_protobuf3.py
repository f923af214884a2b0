"""Files that an old protoc wrote are imported."""

import pytest
import tf2notes.legacy
from google.protobuf import descriptor_pb2

OLD_FILE = """
import sys
_b=sys.version_info[0]<3 and (lambda x:x) or (lambda x:x.encode('latin1'))
from google.protobuf.internal import enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from google.protobuf import reflection as _reflection
from google.protobuf import symbol_database as _symbol_database
from google.protobuf import descriptor_pb2
{imports}
_sym_db = _symbol_database.Default()

DESCRIPTOR = _descriptor.FileDescriptor(
  name='{name}', package='old', syntax='proto2', serialized_pb=_b({serialized!r}){dependencies})
_sym_db.RegisterFileDescriptor(DESCRIPTOR)

_NOTE = _descriptor.Descriptor(
  name='Note', full_name='old.Note', filename=None, file=DESCRIPTOR, containing_type=None,
  fields=[_descriptor.FieldDescriptor(
      name='pitch', full_name='old.Note.pitch', index=0, number=1, type=5, cpp_type=1, label=1,
      has_default_value=True, default_value=60, message_type=None, enum_type=None, containing_type=None,
      is_extension=False, extension_scope=None, options=None)],
  extensions=[], nested_types=[], enum_types=[], options=None, is_extendable=False, syntax='proto2',
  extension_ranges=[], oneofs=[], serialized_start=1, serialized_end=2)
DESCRIPTOR.message_types_by_name['Note'] = _NOTE
Note = _reflection.GeneratedProtocolMessageType('Note', (_message.Message,), dict(
  DESCRIPTOR = _NOTE, __module__ = 'note_pb2'))
_sym_db.RegisterMessage(Note)
"""


def note_file():
    file = descriptor_pb2.FileDescriptorProto(name="old/note.proto", package="old", syntax="proto2")
    note = file.message_type.add(name="Note")
    note.field.add(name="pitch", number=1, type=5, label=1, default_value="60")
    note.nested_type.add(name="Part").field.add(name="text", number=1, type=9, label=3)
    kind = file.enum_type.add(name="Kind")
    kind.value.add(name="DRUM", number=0)
    kind.value.add(name="PIANO", number=3)
    return file


def tune_file():
    file = descriptor_pb2.FileDescriptorProto(name="old/tune.proto", package="old", syntax="proto2")
    file.dependency.append("old/note.proto")
    file.message_type.add(name="Tune").field.add(name="notes", number=1, type=11, label=3, type_name=".old.Note")
    return file


def write(path, file, imports="", dependencies=""):
    serialized = file.SerializeToString().decode("latin1")
    path.write_text(OLD_FILE.format(name=file.name, serialized=serialized, imports=imports, dependencies=dependencies))


@pytest.fixture
def program(tmp_path):
    write(tmp_path / "note_pb2.py", note_file())
    write(tmp_path / "tune_pb2.py", tune_file(), "import note_pb2", ",\n  dependencies=[note_pb2.DESCRIPTOR]")
    path = tmp_path / "program.py"
    path.write_text("import note_pb2\nfrom tune_pb2 import Tune\n")
    return tf2notes.legacy.load(path)


def test_messages_and_enums_of_an_old_file_work(program):
    """Defaults, nested messages, enums, descriptors and messages of another file."""
    note = program.note_pb2.Note()
    assert note.pitch == 60
    assert program.note_pb2.Note.Part(text=["a"]).text == ["a"]
    assert (program.note_pb2.PIANO, program.note_pb2.Kind.Name(3)) == (3, "PIANO")
    assert program.note_pb2._NOTE.full_name == "old.Note" and program.note_pb2._NOTE_PART.name == "Part"
    tune = program.Tune(notes=[program.note_pb2.Note(pitch=1), note])
    assert program.Tune.FromString(tune.SerializeToString()) == tune


def test_a_file_of_todays_protoc_is_left_alone(tmp_path):
    """What has no descriptor of its own is compiled as it is."""
    path = tmp_path / "new_pb2.py"
    path.write_text("DESCRIPTOR = len('four')\nvalue = DESCRIPTOR\n")
    assert tf2notes.legacy.load(path).value == 4
