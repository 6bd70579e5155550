using Solar.Specs;
using Xunit;

namespace Solar.Compiler.Tests.Reading;

public sealed class StageReadingTests
{
    [Theory]
    [InlineData("pretrain", StageKind.Pretrain)]
    [InlineData("instruction_tune", StageKind.InstructionTune)]
    [InlineData("align_tune", StageKind.AlignTune)]
    public void Stage_GivesModelDataAndOptions(string word, StageKind kind)
    {
        StageDeclaration stage = Yaml.One<StageDeclaration>($$"""
            namespace: P
            stages:
              S: { {{word}}: M, data: [A, B], learning_rate: 1e-5, max_steps: 5000, lr_scheduler_type: cosine, bf16: true }
            """);

        Assert.Equal(kind, stage.Kind);
        Assert.Equal(new NameReference("M", EquatableArray.Of("P")), stage.Model);
        Assert.Equal([new NameReference("A", EquatableArray.Of("P")), new NameReference("B", EquatableArray.Of("P"))], stage.Data);
        Assert.Equal(
            [
                new("bf16", ConfigValue.Of(true)), new("learning_rate", ConfigValue.Of(1e-5)),
                new("lr_scheduler_type", ConfigValue.Of("cosine")), new("max_steps", ConfigValue.Of(5000L)),
            ],
            stage.Options.Entries);
    }

    [Fact]
    public void OneDataSet_NeedsNoList() =>
        Assert.Equal([new NameReference("A", default)], Yaml.One<StageDeclaration>("stages: { S: { pretrain: M, data: A } }").Data);

    [Fact]
    public void NoData_IsForValidationToJudge() => Assert.Empty(Yaml.One<StageDeclaration>("stages: { S: { pretrain: M } }").Data);

    [Fact]
    public void Merge_GivesItsModels()
    {
        MergeDeclaration merge = Yaml.One<MergeDeclaration>("merges: { M: { average: [A, N.B] } }");

        Assert.Equal("average", merge.Method);
        Assert.Equal([new NameReference("A", default), new NameReference("N.B", default)], merge.Models);
    }

    [Fact]
    public void TextFile_GivesItsPath()
    {
        DatasetDeclaration data = Yaml.One<DatasetDeclaration>("data: { WebText: { text_file: web.txt, accessibility: internal } }");

        Assert.Equal(("text_file", "web.txt", "internal"), (data.Kind, data.Path, data.Shape.Accessibility));
    }

    [Fact]
    public void JsonLines_GivesFormatAndField()
    {
        DatasetDeclaration data = Yaml.One<DatasetDeclaration>("data: { Alpaca: { json_lines: alpaca.jsonl, format: alpaca, field: text } }");

        Assert.Equal(("json_lines", "alpaca.jsonl"), (data.Kind, data.Path));
        Assert.Equal([new("field", ConfigValue.Of("text")), new("format", ConfigValue.Of("alpaca"))], data.Options.Entries);
    }

    [Theory]
    [InlineData("stages:\n  S: { pretrain: M, {|SOLAR002:learnin_rate|}: 1 }", "'learnin_rate' is no key of 'pretrain'; did you mean 'learning_rate'?")]
    [InlineData("stages:\n  S: { pretrain: M, {|SOLAR002:dat|}: A }", "'dat' is no key of 'pretrain'; did you mean 'data'?")]
    [InlineData("stages:\n  S: { pretrain: M, {|SOLAR002:beta|}: 0.1 }", "'beta' is no key of 'pretrain'; did you mean 'data'?")]
    [InlineData("stages:\n  S: { pretrain: M, lr_scheduler_type: {|SOLAR007:cosin|} }", "'cosin' is no value of 'lr_scheduler_type': expected one of 'linear', 'cosine', 'constant', 'constant_with_warmup', 'cosine_with_min_lr', 'warmup_stable_decay'; did you mean 'cosine'?")]
    [InlineData("stages:\n  S: { pretrain: M, data: A, {|SOLAR003:data|}: B }", "'data' is written twice")]
    [InlineData("stages:\n  S: { pretrain: M, data: [A, {|SOLAR007:1B|}] }", "'1B' is no value of 'data': expected the name of a data set")]
    [InlineData("stages:\n  S: { {|SOLAR007:pretrain|}: , data: [A] }", "'null' is no value of 'pretrain': expected the name of a model, stage or merge")]
    [InlineData("stages:\n  S: { {|SOLAR002:pre_train|}: M }", "'pre_train' is no key of 'stage'; did you mean 'pretrain'?")]
    [InlineData("models:\n  {|SOLAR009:W|}: { text_file: web.txt }", "'W' is declared by 'text_file': that stands under 'data'")]
    [InlineData("data:\n  {|SOLAR009:M|}: { average: [A, B] }", "'M' is declared by 'average': that stands under 'merges'")]
    [InlineData("models:\n  {|SOLAR009:S|}: { pretrain: M, data: A }", "'S' is declared by 'pretrain': that stands under 'stages'")]
    [InlineData("stages:\n  {|SOLAR009:S|}: { data: A }", "'S' is declared by no word: a stage needs 'pretrain', 'instruction_tune' or 'align_tune'")]
    [InlineData("stages:\n  S: {|SOLAR007:pretrain|}", "'pretrain' is no value of 'S': expected a stage such as { pretrain: Model, data: Data }")]
    [InlineData("merges:\n  S: { average: [A, {|SOLAR007:{ b: c }|}] }", "'a mapping' is no value of 'average': expected the name of a model, stage or merge")]
    [InlineData("merges:\n  S: { {|SOLAR002:averge|}: [A, B] }", "'averge' is no key of 'merge'; did you mean 'average'?")]
    [InlineData("data:\n  S: {|SOLAR007:web.txt|}", "'web.txt' is no value of 'S': expected a data set such as { text_file: web.txt }")]
    [InlineData("data:\n  S: { text_file: a.txt, {|SOLAR002:format|}: alpaca }", "'format' is no key of 'text_file'; known are 'sample_by', 'compression', 'weight', 'max_samples', 'deduplicate', 'on_bad_row', 'text_file' and 'accessibility'")]
    [InlineData("data:\n  S: { json_lines: a, format: {|SOLAR007:Alpaca|} }", "'Alpaca' is no value of 'format': expected one of 'text', 'alpaca', 'prompt_completion', 'messages', 'preference', 'openorca', 'sharegpt', 'gsm8k', 'orca_pairs', 'ultrafeedback', 'hh_rlhf', 'alpaca_preference', 'kto'; did you mean 'alpaca'?")]
    public void WrongKeyOrValue_IsMarkedItself(string marked, string message) => Yaml.Check(marked, message);

    [Fact]
    public void Elements_StandWhereTheyAreWritten()
    {
        const string Text = """
            stages:
              S: { instruction_tune: M, data: [A, B], max_steps: 10 }
            merges:
              V: { average: [S, M] }
            data:
              T: { text_file: web.txt }
            """;

        Assert.Equal("instruction_tune", Yaml.At(Text, "instruction_tune", "S"));
        Assert.Equal("M", Yaml.At(Text, "instruction_tune.model", "S"));
        Assert.Equal("[A, B]", Yaml.At(Text, "instruction_tune.data", "S"));
        Assert.Equal("B", Yaml.At(Text, "instruction_tune.data[1]", "S"));
        Assert.Equal("10", Yaml.At(Text, "instruction_tune.max_steps", "S"));
        Assert.Equal("average", Yaml.At(Text, "average", "V"));
        Assert.Equal("S", Yaml.At(Text, "average.models[0]", "V"));
        Assert.Equal("text_file", Yaml.At(Text, "text_file", "T"));
        Assert.Equal("web.txt", Yaml.At(Text, "text_file.path", "T"));
    }
}
