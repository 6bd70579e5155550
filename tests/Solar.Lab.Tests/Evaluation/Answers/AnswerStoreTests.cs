using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Lab.Evaluation.Answers;
using Solar.Lab.Evaluation.Requests;
using Xunit;

namespace Solar.Lab.Tests.Evaluation.Answers;

/// <summary>What is kept is there again, to the bit, whatever ended the run that kept it.</summary>
public sealed class AnswerStoreTests : IDisposable
{
    private const string Identity = "model.safetensors 12ab\ntokenizer letters\nsettings none";

    private static readonly (EvaluationRequest Request, EvaluationAnswer Answer)[] Kept =
    [
        (new LogLikelihoodRequest("a", "b"), new LogLikelihoodAnswer(-1.0 / 3, true)),
        (new LogLikelihoodRequest("ab", ""), new LogLikelihoodAnswer(double.NegativeInfinity, false)),
        (new LogLikelihoodRequest("", "ab"), new LogLikelihoodAnswer(-0.0, false) { LostTokens = 70_000, IsCut = true }),
        (new GenerationRequest("a", ["b", "c"], 5), new GenerationAnswer("ä\n\"text\"")),
        (new GenerationRequest("a", ["bc"], 5), new GenerationAnswer("")),
        (new GenerationRequest("a", ["bc"], 6), new GenerationAnswer("six")),
        (new RollingRequest("a"), new RollingAnswer(-123.456, 1L << 40)),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("solar-answers-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AnswersOfEachKind_AreFoundAgain_ToTheBit()
    {
        using (AnswerStore store = Open())
        {
            store.Add(Kept[..3]);
            store.Add(Kept[3..]);
        }

        using AnswerStore again = Open();
        Assert.Equal(Kept.Length, again.Count);
        Assert.Equal(0, again.Dropped);
        foreach ((EvaluationRequest request, EvaluationAnswer answer) in Kept)
        {
            Assert.Equal(answer, again.Find(request));
            if (answer is LogLikelihoodAnswer { LogLikelihood: double value })
            {
                Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(((LogLikelihoodAnswer)again.Find(request)!).LogLikelihood));
            }
        }

        Assert.Null(again.Find(new LogLikelihoodRequest("a", "c")));
        Assert.Null(again.Find(new RollingRequest("ab")));
    }

    [Fact]
    public void FirstAnswer_Stays()
    {
        using AnswerStore store = Open();
        store.Add([(Kept[0].Request, Kept[0].Answer), (Kept[0].Request, new LogLikelihoodAnswer(-5, false))]);
        store.Add([(Kept[0].Request, new LogLikelihoodAnswer(-6, false))]);

        Assert.Equal(Kept[0].Answer, store.Find(Kept[0].Request));
        Assert.Equal(1, store.Count);
    }

    [Fact]
    public void FileThatIsCutAnywhere_LosesNoWholeAnswer_AndGoesOn()
    {
        using (AnswerStore store = Open())
        {
            store.Add(Kept);
        }

        string path = Assert.Single(Directory.GetFiles(_folder, "*.answers"));
        byte[] whole = File.ReadAllBytes(path);
        var counts = new SortedSet<int>();
        for (int length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            using (AnswerStore cut = Open())
            {
                counts.Add(cut.Count);
                Assert.All(Kept[..cut.Count], kept => Assert.Equal(kept.Answer, cut.Find(kept.Request)));
                Assert.All(Kept[cut.Count..], kept => Assert.Null(cut.Find(kept.Request)));
                cut.Add(Kept);
            }

            Assert.Equal(whole, File.ReadAllBytes(path));
        }

        Assert.Equal(Enumerable.Range(0, Kept.Length + 1), counts);
    }

    [Fact]
    public void ByteThatChanged_IsSeen_AndWhatCameBeforeIsKept()
    {
        using (AnswerStore store = Open())
        {
            store.Add(Kept);
        }

        string path = Assert.Single(Directory.GetFiles(_folder, "*.answers"));
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^3] ^= 1;
        File.WriteAllBytes(path, bytes);

        using AnswerStore again = Open();
        Assert.Equal(Kept.Length - 1, again.Count);
        Assert.True(again.Dropped > 0);
    }

    [Fact]
    public void OtherIdentities_HaveAnswersOfTheirOwn()
    {
        using AnswerStore store = Open();
        using AnswerStore other = AnswerStore.Open(_folder, Identity + ", bfloat16");
        store.Add(Kept);

        Assert.Equal(0, other.Count);
        Assert.NotEqual(store.Path, other.Path);
    }

    [Fact]
    public void SecondWriter_IsToldToWait()
    {
        using AnswerStore store = Open();

        IOException refusal = Assert.Throws<IOException>(Open);

        Assert.Contains("another run is writing answers of this model", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FileOfSomethingElse_IsNotTouched()
    {
        string path;
        using (AnswerStore store = Open())
        {
            path = store.Path;
        }

        File.WriteAllText(path, "something else that somebody has put here");

        Assert.Contains("no file of answers", Assert.Throws<InvalidDataException>(Open).Message, StringComparison.Ordinal);
        Assert.StartsWith("something", File.ReadAllText(path), StringComparison.Ordinal);
        File.Delete(path);
        Open().Dispose();
    }

    [Fact]
    public void Identity_FollowsFilesTokenizerAndSettings()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, "model")).FullName;
        string weights = Path.Combine(folder, "model.safetensors"), memory = Path.Combine(_folder, "hashes");
        File.WriteAllText(weights, "weights");
        File.WriteAllText(Path.Combine(folder, "config.json"), "{}");
        string first = AnswerIdentity.Of(folder, "letters", "length 5", memory);

        Assert.Equal(first, AnswerIdentity.Of(folder, "letters", "length 5", memory));
        Assert.NotEqual(first, AnswerIdentity.Of(folder, "words", "length 5", memory));
        Assert.NotEqual(first, AnswerIdentity.Of(folder, "letters", "length 6", memory));
        Assert.False(File.Exists(memory), "files that may yet change within the same moment are not remembered");

        DateTime past = DateTime.UtcNow.AddMinutes(-5);
        File.SetLastWriteTimeUtc(weights, past);
        Assert.Equal(first, AnswerIdentity.Of(folder, "letters", "length 5", memory));
        Assert.Equal(first, AnswerIdentity.Of(folder, "letters", "length 5", memory));
        Assert.Single(File.ReadAllLines(memory));

        File.WriteAllText(weights, "Weights");
        Assert.NotEqual(first, AnswerIdentity.Of(folder, "letters", "length 5", memory));
        File.WriteAllText(weights, "weights");
        Assert.Equal(first, AnswerIdentity.Of(folder, "letters", "length 5", memory));
        File.WriteAllText(Path.Combine(folder, "config.json"), "{ }");
        Assert.NotEqual(first, AnswerIdentity.Of(folder, "letters", "length 5", memory));
    }

    private AnswerStore Open() => AnswerStore.Open(_folder, Identity);
}
