using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Solar.Runtime.Text;
using Xunit;

namespace Solar.Lab.Tests.CommandLine;

/// <summary><c>tokenizer</c>: a vocabulary of one's own, without a line of C#.</summary>
public sealed class TokenizerTests : CommandLineTest
{
    private string Text()
    {
        File.WriteAllText(At("text.txt"), string.Concat(Enumerable.Repeat("the quick brown fox jumps over the lazy dog\n\nthe dog sleeps\n\n", 3)));
        return At("text.txt");
    }

    [Fact]
    public async Task TextsOfAFile_GiveATokenizerThatReadsThemBack()
    {
        LabRun run = (await LabRun.ToolAsync("tokenizer", Text(), "--vocab-size", "300", "--out", At("made"))).EndedWith(ExitCode.Success);

        Assert.Contains("300 pieces", run.Output, System.StringComparison.Ordinal);
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Load(At("made"));
        Assert.Equal("the lazy dog sleeps", tokenizer.Decode(tokenizer.Encode("the lazy dog sleeps", addBos: false)));
    }

    [Fact]
    public async Task RecordsAndTheirTexts_AreTheSameTexts()
    {
        File.WriteAllText(At("records.jsonl"), "{\"question\":\"the quick brown fox\",\"answer\":{\"text\":\"jumps over the lazy dog\"}}\n");
        File.WriteAllText(At("lines.txt"), "the quick brown fox\n\njumps over the lazy dog\n");

        (await LabRun.ToolAsync("tokenizer", At("records.jsonl"), "--vocab-size", "288", "--out", At("a"))).EndedWith(ExitCode.Success);
        (await LabRun.ToolAsync("tokenizer", At("lines.txt"), "--vocab-size", "288", "--out", At("b"))).EndedWith(ExitCode.Success);

        Assert.Equal(File.ReadAllBytes(Path.Combine(At("a"), "tokenizer.model")), File.ReadAllBytes(Path.Combine(At("b"), "tokenizer.model")));
    }

    [Fact]
    public async Task TokenizerThatIsThere_IsNotWrittenOver()
    {
        (await LabRun.ToolAsync("tokenizer", Text(), "--vocab-size", "300", "--out", At("made"))).EndedWith(ExitCode.Success);

        (await LabRun.ToolAsync("tokenizer", Text(), "--vocab-size", "299", "--out", At("made"))).Failed(ExitCode.Failure, "has a tokenizer already");
    }

    [Theory]
    [InlineData("100", "is the least")]
    [InlineData("100000", "is the greatest")]
    public async Task SizeThatTheTextsDoNotGive_SaysWhichTheyDo(string size, string part) =>
        (await LabRun.ToolAsync("tokenizer", Text(), "--vocab-size", size, "--out", At("made"))).Failed(ExitCode.Usage, "--vocab-size " + size, part);

    [Fact]
    public async Task FileThatIsNotThere_IsNamed() =>
        (await LabRun.ToolAsync("tokenizer", At("nothing.txt"), "--out", At("made"))).Failed(ExitCode.Failure, "nothing.txt");
}
