"""Words, corpus, skip-gram, echo and sine: the numbers themselves, without and through tf.data."""

import zipfile

import numpy as np
import pytest
from tf2notes.pipelines import corpus, echo, sine, skipgram, text, words


def test_the_built_in_lists_are_what_their_docs_say():
    found = text.builtin_words()
    assert len(found) == 4985 and found == sorted(set(found)) and {"machine", "common"} <= set(found)
    assert sum(len(s.split()) for s in text.builtin_sentences()) == 153_680
    parts = [text.builtin_sentences(split) for split in text.SPLITS]
    assert sorted(s for part in parts for s in part) == sorted(text.builtin_sentences())


@pytest.mark.parametrize(
    ("content", "message"), [(b"", "is empty"), (b"ab\n\xff\n", "line 2: bytes ff 0a"), (None, "no such")]
)
def test_bad_text_files_are_named(tmp_path, content, message):
    path = tmp_path / "list.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises((ValueError, FileNotFoundError), match=message) as error:
        words.load(path)
    assert str(path) in str(error.value)


def test_a_line_of_two_words_is_refused(tmp_path):
    (tmp_path / "list.txt").write_text("one\ntwo three\n")
    with pytest.raises(ValueError, match="line 2: found 'two three'; expected one word a line"):
        words.load(tmp_path / "list.txt")


def test_letters_become_ids_and_back():
    assert words.decode(words.encode("hello", eos=True)) == "hello"
    assert words.encode("a-b").tolist() == [4, words.UNK, 5]
    batch = words.arrays(["hello", "what"])
    assert words.decode(batch["target"][0]) == "ehllo" and batch["target"][1].tolist()[-2:] == [words.EOS, words.PAD]
    assert batch["source_length"].tolist() == [5, 4] and batch["target_length"].tolist() == [6, 5]
    assert words.shift_right(batch["target"])[:, 0].tolist() == [words.GO] * 2


def test_word_batches_hold_every_word_once_and_are_padded_to_their_longest():
    found = words.load()[:300]
    batches = list(words.dataset(found, 64, seed=1, drop_remainder=False).as_numpy_iterator())
    assert sorted(words.decode(row) for batch in batches for row in batch["source"]) == found
    for batch in [*batches, *words.batches(found, 64, seed=1)]:
        assert batch["source"].shape[1] == batch["source_length"].max()
        assert batch["target"].shape[1] == batch["target_length"].max() == batch["source_length"].max() + 1
    assert len(list(words.batches(found, 64))) == 4


def test_words_are_split_without_overlap():
    train, test = words.split(words.load(), 128, seed=3)
    assert len(test) == 128 and not set(train) & set(test) and len(train) + 128 == 4985


def test_corpus_ids_are_frequency_ranks():
    data = corpus.load()
    assert (np.diff(data.counts) <= 0).all() and len(data.vocabulary) == data.train.max() + 1 == 3999
    assert np.bincount(data.train).tolist() == data.counts.tolist()
    assert data.decode(data.train[:3]) == " ".join(text.builtin_sentences("train")[0].split()[:3])


def test_corpus_reads_a_ptb_folder_as_the_tutorial_does(tmp_path):
    for name, content in {"train": " b a \n a <unk> \n", "valid": " a z \n", "test": " b \n"}.items():
        (tmp_path / f"ptb.{name}.txt").write_text(content)
    data = corpus.load(tmp_path)
    assert data.vocabulary == ("<eos>", "a", "<unk>", "b")
    assert data.train.tolist() == [3, 1, 0, 1, 2, 0] and data.valid.tolist() == [1, 2, 0]
    (tmp_path / "ptb.test.txt").unlink()
    with pytest.raises(FileNotFoundError, match=r"lacks ptb\.test\.txt"):
        corpus.load(tmp_path)


def test_corpus_reads_text8_zipped_and_limits_the_vocabulary(tmp_path):
    content = "the cat sat on the mat " * 100
    (tmp_path / "text8").write_text(content)
    with zipfile.ZipFile(tmp_path / "text8.zip", "w") as archive:
        archive.writestr("text8", content)
    plain, zipped = corpus.load(tmp_path / "text8", 3), corpus.load(tmp_path / "text8.zip", 3)
    assert plain.vocabulary == ("<unk>", "the", "cat") and np.array_equal(plain.train, zipped.train)
    assert [len(plain.train), len(plain.valid), len(plain.test)] == [540, 30, 30]


def test_ptb_rows_go_on_from_batch_to_batch():
    ids = np.arange(103, dtype=np.int32)
    batches = list(corpus.ptb_producer(ids, 4, 6).as_numpy_iterator())
    assert len(batches) == corpus.epoch_size(ids, 4, 6) == 4
    np.testing.assert_array_equal(np.concatenate([x for x, _ in batches], 1), ids[:100].reshape(4, 25)[:, :24])
    assert all((y == x + 1).all() for x, y in batches)
    for made, expected in zip(corpus.batches(ids, 4, 6), batches, strict=True):
        np.testing.assert_array_equal(made, expected)
    with pytest.raises(ValueError, match="decrease batch_size or num_steps"):
        corpus.epoch_size(ids, 50, 6)


@pytest.mark.parametrize("num_skips", [1, 2, 4])
def test_skipgram_takes_every_center_once_an_epoch_with_different_contexts(num_skips):
    ids = np.arange(1004, dtype=np.int32)
    pairs = list(skipgram.dataset(ids, 20 * num_skips, 2, num_skips, seed=5, epochs=2).as_numpy_iterator())
    centers, contexts = (np.concatenate([np.ravel(pair[i]) for pair in pairs]).reshape(-1, num_skips) for i in (0, 1))
    assert sorted(centers[:1000, 0]) == sorted(centers[1000:, 0]) == list(range(2, 1002))
    assert (centers[:1000, 0] != centers[1000:, 0]).mean() > 0.9, "epochs have different orders"
    assert set(np.unique(contexts - centers)) == {-2, -1, 1, 2}
    assert all(len(set(row)) == num_skips for row in contexts)
    for center, context in skipgram.batches(ids, 8, 2, 2, steps=3):
        assert center.shape == (8,) and context.shape == (8, 1) and set(np.abs(context[:, 0] - center)) <= {1, 2}


def test_cbow_windows_surround_their_target():
    ids = np.arange(104, dtype=np.int32)
    batches = list(skipgram.cbow_dataset(ids, 25, 2, seed=5).as_numpy_iterator())
    assert sorted(np.concatenate([t[:, 0] for _, t in batches])) == list(range(2, 102))
    for contexts, targets in [*batches, *skipgram.cbow_batches(ids, 25, 2)]:
        np.testing.assert_array_equal(contexts - targets, np.tile([-2, -1, 1, 2], (25, 1)))


def test_skipgram_refuses_what_the_tutorial_asserts():
    with pytest.raises(ValueError, match="num_skips=3: expected 1 to 2"):
        skipgram.dataset(np.arange(100), 9, 1, 3)
    with pytest.raises(ValueError, match="multiple of num_skips=2"):
        skipgram.dataset(np.arange(100), 9, 1, 2)


def test_log_uniform_ids_follow_their_distribution():
    p = skipgram.log_uniform_probability(np.arange(20), 20)
    assert p.sum() == pytest.approx(1)
    drawn = skipgram.log_uniform_ids(20_000, 20, seed=1, unique=False)
    np.testing.assert_allclose(np.bincount(drawn, minlength=20) / 20_000, p, atol=0.01)
    assert len(set(skipgram.log_uniform_ids(20, 20))) == 20


def test_subsampling_thins_out_frequent_words_only():
    ids = np.repeat([0, 1, 2], [9000, 990, 10])
    kept = np.bincount(skipgram.subsample(ids, 1e-2, seed=0), minlength=3)
    assert kept[2] == 10 and kept[0] < 1500 and kept[1] < 500


def test_echo_is_the_input_some_steps_late_and_equal_through_tf_data():
    x, y = echo.series(7, 100, 3)
    assert (y[3:] == x[:-3]).all() and (y[:3] == 0).all()
    made = [pair for epoch in (4, 5) for pair in echo.batches(epoch, 1000)]
    for expected, got in zip(made, echo.dataset(4, 2, 1000).as_numpy_iterator(), strict=True):
        np.testing.assert_array_equal(expected, got)
    assert echo.steps() == 666 and made[0][0].dtype == np.float32 and made[0][1].dtype == np.int32
    rows, _ = echo.rows(4, 1000)
    np.testing.assert_array_equal(np.concatenate([x for x, _ in made[:13]], 1), rows[:, :195])


def test_sine_batches_are_the_notes_get_batch():
    start = 0
    for step, (got_seq, got_res) in enumerate(sine.dataset(3).as_numpy_iterator()):
        xs = np.arange(start, start + 20 * 50).reshape(50, 20) / (10 * np.pi)
        seq, _, angles = sine.batch(step)
        np.testing.assert_array_equal(angles, xs)
        np.testing.assert_array_equal(seq, np.sin(xs)[:, :, None])
        np.testing.assert_array_equal(got_seq, seq.astype(np.float32))
        np.testing.assert_array_equal(got_res, np.cos(xs)[:, :, None].astype(np.float32))
        start += 20
