using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Runtime.Training.Data.Contamination;
using Xunit;

namespace Solar.Runtime.Tests.Training.Contamination;

public sealed class NgramIndexTests
{
    private const string Question = "Janet's ducks lay sixteen eggs per day and she eats three of them for breakfast every single morning";

    [Fact]
    public void ThirteenWordsOfAnItem_AreFoundWhateverTheirSpacesAndCasing_AndTwelveAreNot()
    {
        NgramIndex index = Index(13, [Question]);

        DatasetContamination found = Check(index, "text before JANET’S   DUCKS: lay sixteen\neggs per day (and she eats three of) it", "Janet's ducks lay sixteen eggs per day and she eats three", "none");

        Assert.Equal((3, 1), (found.Rows, found.Contaminated));
        Overlap overlap = Assert.Single(found.Overlaps);
        Assert.Equal(("test", 1, 1, 1.0), (overlap.Against, overlap.Rows, overlap.Items, overlap.Share));
        OverlapExample example = Assert.Single(overlap.Examples);
        Assert.Equal(("train.jsonl, line 1", "test.jsonl, line 1"), (example.Place, example.Item));
        Assert.Equal((13, "janet s ducks lay sixteen eggs per day and she eats three of"), (example.WordCount, example.Words));
    }

    [Fact]
    public void ItemOfEightToTwelveWords_IsLookedForAsAWhole_AndAShorterOneIsCounted()
    {
        NgramIndex index = Index(13, ["one two three four five six seven eight", "one two three four five six seven", ""]);

        Assert.Equal(new IndexedSet("test", 3, 2, 0), Assert.Single(index.Sets));
        DatasetContamination found = Check(index, "zero one two three four five six seven eight nine", "one two three four five six seven nine");
        Assert.Equal((1, 1), (found.Contaminated, found.Overlaps[0].Items));
        Assert.Equal("one two three four five six seven eight", found.Overlaps[0].Examples[0].Words);
    }

    [Fact]
    public void OverlappingNgrams_AreOneStretch_AndTheLongestIsTold()
    {
        string[] words = [.. Enumerable.Range(0, 60).Select(i => $"w{i}")];
        NgramIndex index = Index(5, [string.Join(' ', words)]);

        DatasetContamination found = Check(index, $"{string.Join(' ', words[..6])} x {string.Join(' ', words[10..50])} x {string.Join(' ', words[55..])}");

        OverlapExample example = Assert.Single(found.Overlaps[0].Examples);
        Assert.Equal(40, example.WordCount);
        Assert.Equal(string.Join(' ', words[10..34]) + " …", example.Words);
    }

    [Fact]
    public void PhraseOfMoreThanTenItemsOfASet_TellsNoneOfThem()
    {
        const string template = "Below is an instruction that describes a task. Write a response that appropriately completes the request.";
        string[] items = [.. Enumerable.Range(0, 11).Select(i => $"{template} number{i} {Question.Replace(" ", $"{i} ", StringComparison.Ordinal)}")];

        Assert.Equal(0, Check(Index(13, items), template).Contaminated);
        Assert.Equal(4, Index(13, items).Sets[0].Phrases);
        Assert.Equal(1, Check(Index(13, items[1..]), template).Contaminated);
        Assert.Equal(1, Check(Index(13, items), template + " " + items[7]).Overlaps[0].Items);
        Assert.Equal(11, Index(13, [.. Enumerable.Repeat(template, 11)]).Sets[0].Unchecked);
    }

    [Fact]
    public void PartOfAnItem_IsLookedForByItself_DownToEightWords()
    {
        const string question = "what happens to you if you eat watermelon seeds", choices = "you grow a melon nothing happens the seeds pass through you";
        CheckedText item = new($"{question} {choices}", "test", 1, "item");

        NgramIndex whole = NgramIndex.Build([new EvaluationTexts("a", [item])]), parts = NgramIndex.Build([new EvaluationTexts("a", [item with { Parts = [question, choices, "melon"] }])]);

        Assert.Equal(0, Check(whole, $"Q: {question}? A: no").Contaminated);
        Assert.Equal((1, question), (Check(parts, $"Q: {question}? A: no").Contaminated, Check(parts, $"Q: {question}? A: no").Overlaps[0].Examples[0].Words));
        Assert.Equal(0, Check(parts, "eat watermelon seeds or a melon").Contaminated);
    }

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    public void TextOfAnyLength_IsReadToItsEnd(int words)
    {
        string text = string.Join(' ', Enumerable.Range(0, words).Select(i => $"w{i}"));

        Assert.Equal(words, Check(Index(13, [text]), "short", text).Overlaps[0].Examples[0].WordCount);
    }

    [Fact]
    public void ItemsAndSets_AreToldApart()
    {
        NgramIndex index = NgramIndex.Build([Set("a", [Question, "x " + Question]), Set("empty", []), Set("b", ["y", Question])]);

        DatasetContamination found = Check(index, Question);

        Assert.Equal([("a", 1L, 2L, 1.0), ("empty", 0, 0, 0), ("b", 1, 1, 0.5)], found.Overlaps.Select(set => (set.Against, set.Rows, set.Items, set.Share)));
        Assert.Equal(["test.jsonl, line 1", "test.jsonl, line 2"], found.Overlaps.SelectMany(set => set.Examples).Select(example => example.Item));
    }

    [Fact]
    public void SizeOutOfBounds_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Index(4, [Question]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Index(101, [Question]));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(13)]
    public void RandomTexts_AreJudgedAsByComparingEveryPlaceWithEveryPlace(int size)
    {
        Random random = new(size);
        long contaminated = 0, clean = 0;
        for (int round = 0; round < 8; round++)
        {
            // Few different words, so that much overlaps; some texts hold a piece of an item.
            string[][] sets = [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Enumerable.Range(0, random.Next(30)).Select(_ => Text(random, random.Next(40))).ToArray())];
            string[] items = [.. sets.SelectMany(set => set)];
            string[] rows = [.. Enumerable.Range(0, 60).Select(_ => Text(random, random.Next(60)) + (items.Length > 0 && random.Next(2) == 0 ? " " + Piece(random, items[random.Next(items.Length)]) : ""))];
            NgramIndex index = NgramIndex.Build(sets.Select((set, i) => Set($"set{i}", set)), size);

            DatasetContamination one = ContaminationCheck.Run(index, "train", Rows(rows), threads: 1), several = ContaminationCheck.Run(index, "train", Rows(rows), threads: 4);

            NaiveContamination naive = new(sets, size);
            Assert.Equal(naive.Contaminated(rows), one.Contaminated);
            (contaminated, clean) = (contaminated + one.Contaminated, clean + one.Rows - one.Contaminated);
            for (int set = 0; set < sets.Length; set++)
            {
                (long Rows, long Items, int[] First, int[] Words) expected = naive.Overlap(set, rows);
                Assert.Equal((expected.Rows, expected.Items), (one.Overlaps[set].Rows, one.Overlaps[set].Items));
                Assert.Equal(expected.First, one.Overlaps[set].Examples.Select(example => (int)example.Row - 1));
                Assert.Equal(expected.Words, one.Overlaps[set].Examples.Select(example => example.WordCount));
                Assert.Equal(one.Overlaps[set].Examples, several.Overlaps[set].Examples);
                Assert.Equal(naive.Unchecked(set), index.Sets[set].Unchecked);
            }
        }

        Assert.True(contaminated > 25 && clean > 25, $"{contaminated} rows with an overlap and {clean} without show little.");
    }

    private static string Text(Random random, int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => random.Next(40) == 0 ? "rare" + random.Next(100) : "w" + random.Next(2)));

    private static string Piece(Random random, string item)
    {
        string[] words = item.Split(' ');
        int start = random.Next(words.Length);
        return string.Join(' ', words[start..(start + random.Next(words.Length - start + 1))]);
    }

    private static NgramIndex Index(int size, string[] items) => NgramIndex.Build([Set("test", items)], size);

    private static EvaluationTexts Set(string name, string[] items) => new(name, items.Select((item, i) => new CheckedText(item, "/data/test.jsonl", i + 1)));

    private static DatasetContamination Check(NgramIndex index, params string[] rows) => ContaminationCheck.Run(index, "train", Rows(rows));

    private static IEnumerable<CheckedText> Rows(string[] rows) => rows.Select((row, i) => new CheckedText(row, "/data/train.jsonl", i + 1));
}
