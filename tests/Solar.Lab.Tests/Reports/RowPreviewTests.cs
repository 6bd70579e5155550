using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Solar.Lab.Reports;
using Solar.Runtime;
using Solar.Runtime.Text;
using Solar.Runtime.Training.Data;
using Xunit;

namespace Solar.Lab.Tests.Reports;

/// <summary>A row of conversations as somebody reads it before training.</summary>
public sealed class RowPreviewTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("solar-preview-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Runs_SayWhatIsLearntReadAndJoined()
    {
        (TokenRows rows, ITextTokenizer tokenizer) = await OpenAsync();
        using TokenRows opened = rows;

        IReadOnlyList<PreviewRun> runs = RowPreview.Of(rows, 0, tokenizer);

        Assert.Equal(
            [("<s>", PreviewKind.Read, true, 0), ("### User:\nHi\n\n### Assistant:\n", PreviewKind.Read, false, 0), ("Grüße [x]", PreviewKind.Learnt, false, 0), ("</s>", PreviewKind.Learnt, true, 0)],
            runs.TakeWhile(run => run.Document == 0).Select(run => (run.Text, run.Kind, run.IsMark, run.Document)));
        Assert.Equal("<b>\u001b", runs.Single(run => run.Document == 1 && run.Kind == PreviewKind.Learnt && !run.IsMark).Text);
        Assert.Equal((PreviewKind.Padding, rows.PaddingCount), (runs[^1].Kind, runs[^1].Count));
        Assert.Equal(rows.RowLength, runs.Sum(run => run.Count));
    }

    [Fact]
    public async Task TerminalAndPage_ShowIt_AndRunNothingOfTheData()
    {
        (TokenRows rows, ITextTokenizer tokenizer) = await OpenAsync();
        using TokenRows opened = rows;
        IReadOnlyList<PreviewRun> runs = RowPreview.Of(rows, 0, tokenizer);

        string markup = PreviewText.Markup(runs), page = PreviewText.Html("Chats", [(rows.Places([0]), runs)]);

        Assert.StartsWith("[yellow]<s>[/][grey]### User:↵\nHi↵\n↵\n### Assistant:↵\n[/][black on green]Grüße [[x]][/][yellow on green]</s>[/][red]│[/][yellow]<s>[/]", markup, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', markup);
        Assert.Contains("<h2>a.jsonl, line 1; a.jsonl, line 2</h2>", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"learnt\">&lt;b&gt;�</span><span class=\"learnt mark\">&lt;/s&gt;</span>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
    }

    private async Task<(TokenRows Rows, ITextTokenizer Tokenizer)> OpenAsync()
    {
        BytePairTrainer.Train(["### User: and ### Assistant: and"], BytePairTrainer.ReservedPieces + 15).Save(_folder.FullName);
        File.WriteAllText(Path.Combine(_folder.FullName, "a.jsonl"), """
            {"prompt": "Hi", "completion": "Grüße [x]"}
            {"prompt": "Bye", "completion": "<b>\u001b"}
            """);
        ITextTokenizer tokenizer = SentencePieceTokenizer.Load(_folder.FullName);
        ConversationOptions options = new() { ChatTemplate = "solar", Packing = true, MaxLength = 200, DataDirectory = _folder.FullName, CacheDirectory = "" };
        DatasetDescription data = new() { Name = "Tests.A", Kind = "json_lines", Path = "a.jsonl", Format = "prompt_completion" };
        return ((await ConversationData.OpenAsync([data], options, tokenizer, tokenizer.VocabSize)).Rows, tokenizer);
    }
}
