using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using ICSharpCode.SharpZipLib.BZip2;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Requests;
using Solar.Lab.Evaluation.Tasks;
using Xunit;
using static Solar.Lab.Tests.Evaluation.Data.ParquetRowsOfTasks;

namespace Solar.Lab.Tests.Evaluation.Data;

/// <summary>The tasks' data as it lies in Hugging Face's repositories and caches, and as the tasks' authors have it.</summary>
public sealed class HuggingFaceLayoutTests : IDisposable
{
    private static readonly string[] Letters = ["A", "B", "C", "D"];

    private readonly string _folder = Directory.CreateTempSubdirectory("solar-layout-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("ai2_arc/ARC-Challenge/{0}-00000-of-00001.parquet")]
    [InlineData("allenai/ai2_arc/ARC-Challenge/{0}-00000-of-00001.parquet")]
    [InlineData("datasets--allenai--ai2_arc/snapshots/210d026f/ARC-Challenge/{0}-00000-of-00001.parquet")]
    [InlineData("arc_challenge/{0}.parquet")]
    [InlineData("arc_challenge_{0}.parquet")]
    [InlineData("ARC-Challenge/{0}.parquet")]
    [InlineData("ai2_arc/ARC-Challenge-{0}.parquet")]
    public async Task Arc_IsFound(string name)
    {
        await WriteAsync(Name(name, "test"), new Arc { Id = "1", Question = "Which?", Choices = new() { Text = ["a", "b", "c"], Label = ["1", "2", "3"] }, AnswerKey = "2" });
        await WriteAsync(Name(name, "train"), [.. Enumerable.Range(0, 26).Select(i => new Arc { Id = "t", Question = $"{i}?", Choices = new() { Text = ["x", "y"], Label = ["A", "B"] }, AnswerKey = "B" })]);

        PreparedTask prepared = Prepare(new ArcChallenge(), EvaluationProfile.LeaderboardV1);

        Assert.Equal(("arc_challenge", 25, 0), (prepared.Name, prepared.FewShots, prepared.Departures.Count));
        Assert.Equal("1", prepared.Documents[0].Gold);
        Assert.Equal([" a", " b", " c"], prepared.Documents[0].Requests.Select(request => ((LogLikelihoodRequest)request).Continuation));
        Assert.EndsWith("?\nAnswer: y\n\nQuestion: Which?\nAnswer:", prepared.Documents[0].Requests[0].Context, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_AreOneSplit_InTheirOrder()
    {
        foreach (int part in (int[])[1, 0])
        {
            await WriteAsync(Path.Combine(_folder, $"hellaswag/data/validation-0000{part}-of-00002.parquet"), new Swag
            {
                ActivityLabel = "Part",
                ContextA = $"{part} [title] a.",
                ContextB = "THE end",
                Endings = ["[x]a", "b", "c", "d"],
                Label = "3",
            });
        }

        PreparedTask prepared = Prepare(new HellaSwag(), EvaluationProfile.Current);

        Assert.Equal(["Part: 0. a. The end", "Part: 1. a. The end"], prepared.Documents.Select(document => document.Requests[0].Context));
        Assert.Equal([0, 1], prepared.Documents.Select(document => document.Index));
        Assert.Single(prepared.Departures);          // the train split is not there; the text is the original's
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Mmlu_IsFound_AllSubjectsInOneOrEachByItself(bool areTogether)
    {
        Question Row(string subject, int number) => new() { Text = $" {subject} {number}? ", Subject = subject, Choices = ["w", "x", "y", "z"], Answer = number % 4 };
        foreach ((string split, int count) in ((string, int)[])[("dev", 5), ("test", 2)])
        {
            if (areTogether)
            {
                await WriteAsync(Path.Combine(_folder, $"mmlu/all/{split}-00000-of-00001.parquet"), [.. MmluSubjects.All.SelectMany(subject => Enumerable.Range(0, count).Select(i => Row(subject, i)))]);
                continue;
            }

            foreach (string subject in MmluSubjects.All)
            {
                await WriteAsync(Path.Combine(_folder, $"mmlu/{subject}/{split}-00000-of-00001.parquet"), [.. Enumerable.Range(0, count).Select(i => Row(subject, i))]);
            }
        }

        PreparedTask[] prepared = [.. new Mmlu().Prepare(Setup(EvaluationProfile.Current))];

        Assert.Equal(57, prepared.Length);
        PreparedDocument document = prepared.Single(part => part.Group == "virology").Documents[1];
        Assert.Equal("1", document.Gold);
        Assert.EndsWith("\n\nvirology 1?\nA. w\nB. x\nC. y\nD. z\nAnswer:", document.Requests[0].Context, StringComparison.Ordinal);
        Assert.StartsWith(
            "The following are multiple choice questions (with answers) about virology.\n\nvirology 0?\nA. w\nB. x\nC. y\nD. z\nAnswer: A\n\nvirology 1?", document.Requests[0].Context, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("truthful_qa/multiple_choice/validation-00000-of-00001.parquet")]
    [InlineData("datasets--truthfulqa--truthful_qa/snapshots/741b8276/multiple_choice/validation-00000-of-00001.parquet")]
    public async Task TruthfulQa_IsFound(string name)
    {
        await WriteAsync(Path.Combine(_folder, name), new Truthful
        {
            Question = "Is it?",
            One = new() { Choices = ["Yes", "No"], Labels = [1, 0] },
            Many = new() { Choices = ["Yes", "No", "It is"], Labels = [1, 0, 1] },
        });

        PreparedTask prepared = Prepare(new TruthfulQa(), EvaluationProfile.Current);

        Assert.Equal("truthfulqa_mc", prepared.Name);
        Assert.Equal([" Yes", " No", " Yes", " No", " It is"], prepared.Documents[0].Requests.Select(request => ((LogLikelihoodRequest)request).Continuation));
    }

    [Theory]
    [InlineData("winogrande/winogrande_xl/{0}-00000-of-00001.parquet", "validation", "train")]
    [InlineData("winogrande/winogrande_xl-{0}.parquet", "validation", "train")]
    public async Task Winogrande_IsFound(string name, string evaluated, string examples)
    {
        Gap row = new() { Sentence = "Ann met Eve; _ was late.", Option1 = "Ann", Option2 = "Eve", Answer = "2" };
        await WriteAsync(Name(name, evaluated), row);
        await WriteAsync(Name(name, examples), [.. Enumerable.Repeat(row, 6)]);

        PreparedTask prepared = Prepare(new Winogrande(), EvaluationProfile.LeaderboardV1);

        Assert.Equal(5, prepared.FewShots);
        Assert.EndsWith("Ann met Eve; Eve was late.\n\nAnn met Eve; Ann", prepared.Documents[0].Requests[0].Context, StringComparison.Ordinal);
        Assert.Equal("1", prepared.Documents[0].Gold);
    }

    [Fact]
    public void WinograndesOwnFiles_AreFound()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "winogrande_1.1"));
        const string row = """{"qID": "x", "sentence": "Ann met Eve; _ was late.", "option1": "Ann", "option2": "Eve", "answer": "1"}""";
        File.WriteAllLines(Path.Combine(_folder, "winogrande_1.1", "dev.jsonl"), [row]);
        File.WriteAllLines(Path.Combine(_folder, "winogrande_1.1", "train_xl.jsonl"), Enumerable.Repeat(row, 5));

        Assert.Equal(("winogrande", 5), Prepare(new Winogrande(), EvaluationProfile.LeaderboardV1) is var prepared ? (prepared.Name, prepared.FewShots) : default);
    }

    [Theory]
    [InlineData("gsm8k/main/{0}-00000-of-00001.parquet")]
    [InlineData("openai/gsm8k/main/{0}-00000-of-00001.parquet")]
    public async Task Gsm8k_IsFound(string name)
    {
        await WriteAsync(Name(name, "test"), new Problem { Question = "1 + 1?", Answer = "<<1+1=2>>2\n#### 2" });
        await WriteAsync(Name(name, "train"), [.. Enumerable.Range(0, 5).Select(i => new Problem { Question = $"{i}?", Answer = $"#### {i}" })]);

        Assert.Equal(5, Prepare(new Gsm8k(), EvaluationProfile.Current).Documents[0].FewShots.Count);
    }

    [Fact]
    public void TextFiles_ComePackedAndUnpacked_AndJsonAsArrayOrLines()
    {
        const string row = """{"question": "1 + 1?", "answer": "#### 2"}""";
        string file = Path.Combine(_folder, "gsm8k_test.json");
        string expected = "Question: 1 + 1?\nAnswer:";

        File.WriteAllText(file, $"\uFEFF\n[{row}, {row}]");
        Assert.Equal([expected, expected], Contexts());
        File.WriteAllText(file, $"{row}\n\n{row}\n");
        Assert.Equal([expected, expected], Contexts());
        File.Delete(file);
        using (System.IO.Compression.GZipStream packed = new(File.Create(Path.Combine(_folder, "gsm8k_test.csv.gz")), System.IO.Compression.CompressionLevel.Fastest))
        {
            packed.Write("answer,question\r\n\"#### 2\",1 + 1?\r\n"u8);
        }

        Assert.Equal([expected], Contexts());
        File.Delete(Path.Combine(_folder, "gsm8k_test.csv.gz"));
        using (BZip2OutputStream packed = new(File.Create(file + ".bz2")))
        {
            packed.Write(Encoding.UTF8.GetBytes($"[{row}]"));
        }

        Assert.Equal([expected], Contexts());

        string[] Contexts() => [.. Prepare(new Gsm8k(), EvaluationProfile.Current).Documents.Select(document => document.Requests[0].Context)];
    }

    [Fact]
    public void HellaSwagsText_IsFoundPacked_AndSaysThatItIsNotTheOriginal()
    {
        using (BZip2OutputStream packed = new(File.Create(Path.Combine(_folder, "hellaswag_val_full.txt.bz2"))))
        {
            packed.Write("Sport: A man: he\r\n2\r\na\r\nb [x]\r\nc\r\nd\r\nMusic: Two\n0\n1\n2\n3\n4\n"u8);
        }

        PreparedTask prepared = Prepare(new HellaSwag(), EvaluationProfile.Current);

        Assert.Equal(["Sport: A man: he", "Music: Two"], prepared.Documents.Select(document => document.Requests[0].Context));
        Assert.Equal([" a", " b ", " c", " d"], prepared.Documents[0].Requests.Select(request => ((LogLikelihoodRequest)request).Continuation));
        Assert.Equal(["2", "0"], prepared.Documents.Select(document => document.Gold));
        Assert.Contains("Its text was cleaned before", prepared.Departures[0], StringComparison.Ordinal);
    }

    [Fact]
    public void QuotedFields_KeepCommasQuotesAndLineEnds()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "mmlu", "test"));
        Directory.CreateDirectory(Path.Combine(_folder, "mmlu", "dev"));
        foreach (string subject in MmluSubjects.All)
        {
            File.WriteAllText(Path.Combine(_folder, "mmlu", "test", subject + "_test.csv"), "\"One,\r\n\"\"two\"\"\",a, b ,,\"\",C\r\nq,1,2,3,4,A");
            File.WriteAllText(Path.Combine(_folder, "mmlu", "dev", subject + "_dev.csv"), string.Concat(Enumerable.Repeat("d,1,2,3,4,B\n", 5)));
        }

        PreparedTask prepared = new Mmlu().Prepare(Setup(EvaluationProfile.Current))[0];

        Assert.Equal(2, prepared.Documents.Count);
        Assert.EndsWith("One,\r\n\"two\"\nA. a\nB.  b \nC. \nD. \nAnswer:", prepared.Documents[0].Requests[0].Context, StringComparison.Ordinal);
        Assert.Equal(["2", "0"], prepared.Documents.Select(document => document.Gold));
        Assert.Equal(Letters.Select(letter => " " + letter), prepared.Documents[1].Requests.Select(request => ((LogLikelihoodRequest)request).Continuation));
    }

    private string Name(string pattern, string split) => Path.Combine(_folder, pattern.Replace("{0}", split, StringComparison.Ordinal));

    private PreparedTask Prepare(EvaluationTask task, EvaluationProfile profile) => Assert.Single(task.Prepare(Setup(profile)));

    private TaskSetup Setup(EvaluationProfile profile) => new() { DataDirectory = _folder, Profile = profile };
}
