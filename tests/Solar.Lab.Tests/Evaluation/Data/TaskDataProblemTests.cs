using System;
using System.IO;
using System.Linq;
using System.Text;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Tasks;
using Xunit;

namespace Solar.Lab.Tests.Evaluation.Data;

/// <summary>Data that is missing or bad: file, row and mend are said.</summary>
public sealed class TaskDataProblemTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("solar-bad-data-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("arc_challenge", "split 'test' of allenai/ai2_arc (ARC-Challenge) was not found below", "hf download allenai/ai2_arc --repo-type dataset --local-dir ", "arc_challenge.jsonl, arc_challenge_test.*")]
    [InlineData("hellaswag", "split 'validation' of Rowan/hellaswag was not found below", "hf download Rowan/hellaswag", "hellaswag_val_full.txt.bz2")]
    [InlineData("mmlu", "split 'test' of cais/mmlu (abstract_algebra) was not found below", "hf download cais/mmlu", "mmlu/test/abstract_algebra_test.csv")]
    [InlineData("truthfulqa_mc", "split 'validation' of truthfulqa/truthful_qa (multiple_choice) was not", "hf download truthfulqa/truthful_qa", "truthfulqa_mc_task_v0.json")]
    [InlineData("winogrande", "split 'validation' of allenai/winogrande (winogrande_xl) was not found", "hf download allenai/winogrande", "winogrande/winogrande_xl/validation-*-of-*.*")]
    [InlineData("gsm8k", "split 'test' of openai/gsm8k (main) was not found below", "hf download openai/gsm8k", "gsm8k/main/test-*-of-*.*")]
    public void MissingData_SaysWhatWasLookedFor_AndWhereToGetIt(string task, string missing, string command, string looked)
    {
        string message = Assert.Throws<TaskDataException>(() => StandardTasks.Find(task)!.Prepare(Setup())).Message;

        Assert.StartsWith($"Task {task} has no data: ", message, StringComparison.Ordinal);
        Assert.Contains(missing, message, StringComparison.Ordinal);
        Assert.Contains(command, message, StringComparison.Ordinal);
        Assert.Contains(looked, message, StringComparison.Ordinal);
        Assert.Contains(_folder, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arc_challenge_test.jsonl", "{\"question\": 1}", "arc_challenge_test.jsonl, line 2: has no field 'choices.label'; its fields are 'question'")]
    [InlineData("arc_challenge_test.jsonl", "{\"question\": \"q\", \"choices\": {\"text\": [\"a\"], \"label\": [\"A\"]}, \"answerKey\": \"B\"}", "line 2: has answerKey 'B', and its choices are labelled A")]
    [InlineData("arc_challenge_test.jsonl", "{\"question\": \"q\", \"choices\": {\"text\": [\"a\"], \"label\": [\"A\", \"B\"]}, \"answerKey\": \"B\"}", "line 2: says that choice 1 is right, of 1")]
    [InlineData("arc_challenge_test.jsonl", "{\"query\": \"q\", \"choices\": [\"a\"], \"gold\": 0}", "line 2: has a query that does not begin with 'Question: '")]
    [InlineData("arc_challenge_test.jsonl", "{\"question\"", "line 2: is not JSON at character")]
    [InlineData("hellaswag_validation.jsonl", "{\"activity_label\": \"a\", \"ctx_a\": \"\", \"ctx_b\": \"\", \"endings\": [\"x\"], \"label\": \"\"}", "line 2: field 'label' is \"\", not a whole number")]
    [InlineData("hellaswag_validation.jsonl", "{\"activity_label\": \"a\", \"ctx_a\": \"\", \"ctx_b\": \"\", \"endings\": \"['x']\", \"label\": 0}", "line 2: field 'endings' is a JSON string, not a list; take the data set as Parquet or JSON lines")]
    [InlineData("hellaswag_validation.jsonl", "{\"activity_label\": \"a\", \"ctx_a\": \"\", \"ctx_b\": \"\", \"endings\": [\"x\"], \"label\": 4}", "line 2: has label 4, of 1 endings")]
    [InlineData("winogrande_validation.jsonl", "{\"sentence\": \"a b\", \"option1\": \"x\", \"option2\": \"y\", \"answer\": \"1\"}", "line 2: has a sentence without a gap")]
    [InlineData("winogrande_validation.jsonl", "{\"sentence\": \"a _ b\", \"option1\": \"x\", \"option2\": \"y\", \"answer\": \"\"}", "line 2: has no answer '1' or '2'; take the split whose answers are published")]
    [InlineData("truthfulqa_mc_validation.jsonl", "{\"question\": \"q\", \"mc1_targets\": {\"choices\": [\"a\", \"b\"], \"labels\": [0, 0]}, \"mc2_targets\": {}}", "line 2: has no true answer among 'mc1_targets'")]
    [InlineData("truthfulqa_mc_validation.jsonl", "{\"question\": \"q\", \"mc1_targets\": {\"choices\": [\"a\", \"b\"], \"labels\": [1]}, \"mc2_targets\": {}}", "line 2: has 2 choices and 1 labels in 'mc1_targets'")]
    [InlineData("gsm8k_test.jsonl", "{\"question\": \"q\", \"answer\": null}", "line 2: field 'answer' is a JSON null, not a string")]
    public void BadRow_IsNamed(string file, string row, string message)
    {
        File.WriteAllText(Path.Combine(_folder, file), "\n" + row + "\n");

        TaskDataException problem = Assert.Throws<TaskDataException>(() => StandardTasks.Find(file[..file.LastIndexOf('_')])!.Prepare(Setup()));

        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Contains(file, problem.Message, StringComparison.Ordinal);
        Assert.Equal((2, "line"), (problem.Number, problem.Unit));
    }

    [Theory]
    [InlineData("a,b\n", "record 1: has 2 fields, not 6 (question, A, B, C, D, answer)")]
    [InlineData("q,1,2,3,4,A\n\"q,1,2,3,4,A\n", "record 2: begins a quoted field that the file does not end")]
    [InlineData("q,1,2,3,4,E\n", "record 1: has an answer that is neither 0 to 3 nor A to D")]
    [InlineData("", "has no rows")]
    public void BadCsv_IsNamed(string text, string message)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "mmlu", "dev"));
        Directory.CreateDirectory(Path.Combine(_folder, "mmlu", "test"));
        File.WriteAllText(Path.Combine(_folder, "mmlu", "dev", "abstract_algebra_dev.csv"), string.Concat(Enumerable.Repeat("d,1,2,3,4,B\n", 5)));
        File.WriteAllText(Path.Combine(_folder, "mmlu", "test", "abstract_algebra_test.csv"), text);

        Assert.Contains(message, Assert.Throws<TaskDataException>(() => new Mmlu().Prepare(Setup())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hellaswag_val_full.txt", "a: b\n0\n1\n2\n3\n", "has 5 lines, which is no multiple of 6")]
    [InlineData("hellaswag_val_full.txt", "ab\n0\n1\n2\n3\n4\n", "record 1: has no ': ' between activity and context (at line 1)")]
    [InlineData("hellaswag_val_full.txt.bz2", "this is no bzip2 file", "cannot be read: ")]
    [InlineData("hellaswag_validation.parquet", "this is no Parquet file", "is no Parquet file, or is damaged")]
    [InlineData("hellaswag_validation.jsonl.gz", "this is no gzip file", "hellaswag_validation.jsonl.gz")]
    public void BadFile_IsNamed(string file, string text, string message)
    {
        File.WriteAllText(Path.Combine(_folder, file), text);

        Assert.Contains(message, Assert.Throws<TaskDataException>(() => new HellaSwag().Prepare(Setup())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TextThatIsNotUtf8_IsNamed()
    {
        File.WriteAllBytes(Path.Combine(_folder, "gsm8k_test.jsonl"), Encoding.Latin1.GetBytes("{\"question\": \"é\", \"answer\": \"\"}"));

        Assert.Contains("is not UTF-8", Assert.Throws<TaskDataException>(() => new Gsm8k().Prepare(Setup())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LimitThatLeavesNothing_IsSaid()
    {
        File.WriteAllText(Path.Combine(_folder, "gsm8k_test.jsonl"), "{\"question\": \"q\", \"answer\": \"\"}");
        TaskSetup setup = Setup() with { Profile = EvaluationProfile.LeaderboardV1, Limit = new DocumentLimit(0.5, EvaluationProfile.LeaderboardV1) };

        Assert.Contains("leaves none of 1 documents", Assert.Throws<TaskDataException>(() => new Gsm8k().Prepare(setup)).Message, StringComparison.Ordinal);
    }

    private TaskSetup Setup() => new() { DataDirectory = _folder, Profile = EvaluationProfile.Current };
}
