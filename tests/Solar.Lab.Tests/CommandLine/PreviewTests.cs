using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Solar.Runtime.Text;
using Xunit;

namespace Solar.Lab.Tests.CommandLine;

/// <summary><c>preview</c>: what a stage would learn, before it does.</summary>
public sealed class PreviewTests : CommandLineTest
{
    [Fact]
    public async Task PreviewOfATuning_MarksWhatIsLearnt()
    {
        LabRun run = (await LabRun.ToolAsync("preview", Stages(), "Tuned", "--tokenizer", Tokenizer(), "--html", At("page.html"))).Succeeded();

        Assert.Contains("chats.jsonl, line 1", run.Output, StringComparison.Ordinal);
        Assert.Contains("<s>### User:↵\nHi↵\n↵\n### Assistant:↵\n⟦Hello</s>⟧", run.Output, StringComparison.Ordinal);
        Assert.Contains("<span class=\"learnt\">Hello</span>", File.ReadAllText(At("page.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PreviewOfAPretraining_ShowsWhereRowsAreCut()
    {
        LabRun run = (await LabRun.ToolAsync("preview", Stages(), "Trained", "--tokenizer", Tokenizer(), "--rows", "1")).Succeeded();

        Assert.Contains("│", run.Output.Split('\n', 2)[1], StringComparison.Ordinal);                    // the second document begins in the first row
        Assert.Contains("⟦", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PreviewOfAnAlignment_ShowsBothAnswers()
    {
        JsonElement rows = (await LabRun.ToolAsync("preview", Stages(), "Aligned", "--tokenizer", Tokenizer(), "--rows", "1", "--json")).Succeeded().Json.GetProperty("rows");

        Assert.Equal(["pairs.jsonl, line 1, chosen", "pairs.jsonl, line 1, rejected"], rows.EnumerateArray().Select(row => row.GetProperty("places").GetString()));
    }

    [Fact]
    public async Task RowOfADeclaredTest_IsLeftOutAsItsRunLeavesItOut()
    {
        const string question = "If it is so, how do we go on, as he is at ten?";
        string file = Stages();
        File.WriteAllText(At("chats.jsonl"), $$"""
            {"prompt": "{{question}}", "completion": "no"}
            {"prompt": "Hi", "completion": "Hello"}

            """);
        File.WriteAllText(At("test.jsonl"), $$"""{"question": "{{question}}", "answer": "3"}""");
        File.AppendAllText(file, "\n  Kept: { instruction_tune: Base, data: Chats, chat_template: solar, decontaminate: Test }\n"
            + "  Filtered: { instruction_tune: Base, data: Chats, chat_template: solar, decontaminate: Test, contamination_action: filter }\n");
        File.WriteAllText(file, File.ReadAllText(file).Replace("data:\n", "data:\n  Test: { json_lines: test.jsonl, format: gsm8k }\n", StringComparison.Ordinal));

        LabRun run = (await LabRun.ToolAsync("preview", file, "Filtered", "--tokenizer", Tokenizer())).Succeeded();
        (await LabRun.ToolAsync("preview", file, "Kept", "--tokenizer", Tokenizer())).Failed(ExitCode.Failure, "chats.jsonl, line 1: has 14 words in a row of test.jsonl, line 1");

        Assert.Contains("chats.jsonl, line 2", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("chats.jsonl, line 1", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BrokenRecord_IsNamed()
    {
        string file = Stages();
        File.WriteAllText(At("chats.jsonl"), "{\"prompt\": \"Hi\"}\n");

        LabRun run = (await LabRun.ToolAsync("preview", file, "Tuned", "--tokenizer", Tokenizer())).EndedWith(ExitCode.Failure);

        Assert.Contains("chats.jsonl", run.Error, StringComparison.Ordinal);
        Assert.Contains("completion", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutATokenizer_SaysHowToNameOne()
    {
        LabRun run = (await LabRun.ToolAsync("preview", Stages(), "Tuned")).EndedWith(ExitCode.Failure);

        Assert.Contains("--tokenizer DIR", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_LearnsFromNothing()
    {
        LabRun run = (await LabRun.ToolAsync("preview", Stages(), "Base", "--tokenizer", Tokenizer())).EndedWith(ExitCode.Failure);

        Assert.Contains("Base is a model", run.Error, StringComparison.Ordinal);
    }

    private string Tokenizer()
    {
        Directory.CreateDirectory(At("tokenizer"));
        BytePairTrainer.Train(["### User: and ### Assistant: and"], BytePairTrainer.ReservedPieces + 15).Save(At("tokenizer"));
        return At("tokenizer");
    }

    private string Stages()
    {
        File.WriteAllText(At("chats.jsonl"), "{\"prompt\": \"Hi\", \"completion\": \"Hello\"}\n");
        File.WriteAllText(At("pairs.jsonl"), "{\"prompt\": \"Hi\", \"chosen\": \"Hello\", \"rejected\": \"No\"}\n");
        File.WriteAllText(At("stories.txt"), "Once\nupon a time\nthere was a tree that stood in a wood and grew.\n");
        string file = At("stages.solar.yaml");
        File.WriteAllText(file, """
            models:
              Base: { llama: { hidden_size: 8, intermediate_size: 16, num_hidden_layers: 4, num_attention_heads: 2, vocab_size: 512, max_position_embeddings: 256 } }
            data:
              Stories: { text_file: stories.txt, sample_by: line }
              Chats: { json_lines: chats.jsonl, format: prompt_completion }
              Pairs: { json_lines: pairs.jsonl, format: preference }
            stages:
              Trained: { pretrain: Base, data: Stories, max_length: 32 }
              Tuned: { instruction_tune: Base, data: Chats, chat_template: solar }
              Aligned: { align_tune: Tuned, data: Pairs, chat_template: solar }
            """);
        return file;
    }
}
