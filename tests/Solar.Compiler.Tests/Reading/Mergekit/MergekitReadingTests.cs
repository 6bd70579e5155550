using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Compiler.Joining;
using Solar.Compiler.Reading;
using Solar.Compiler.Reading.Mergekit;
using Solar.Compiler.Writing;
using Solar.Plans;
using Solar.Testing;
using Solar.Validation;
using Xunit;

namespace Solar.Compiler.Tests.Reading.Mergekit;

/// <summary>mergekit's files as declarations: honoured key by key, or refused with a place and a reason.</summary>
public sealed class MergekitReadingTests
{
    // The golden inputs, by what their folders are called.
    private const string Models = """
        models:
          A: { mistral: &small { hidden_size: 64, intermediate_size: 224, num_hidden_layers: 8, num_attention_heads: 1, num_key_value_heads: 1, vocab_size: 128 }, weights: inA }
          B: { mistral: *small, weights: inB }
          C: { mistral: *small, weights: inC }
        """;

    public static TheoryData<string> Golden => ["breadcrumbs", "linear", "linear_bf16", "model_stock", "nuslerp", "slerp", "slerp_bf16", "task_arithmetic", "ties", "ties_nonorm"];

    [SkippableTheory]
    [MemberData(nameof(Golden))]
    public void GoldenMerge_ImportsWithoutAFinding(string name)
    {
        MergePlan plan = Merge(File.ReadAllText(SolarAssets.Path($"golden/merge/{name}.yml")), name);

        Assert.Equal(8, plan.Recipe.LayerCount);
        Assert.Equal("A", plan.Model);
        Assert.Equal(name.Split("_bf16")[0].Replace("_nonorm", "", System.StringComparison.Ordinal), plan.Recipe.Method);
        Assert.Equal(name.EndsWith("bf16", System.StringComparison.Ordinal) ? Dtype.BFloat16 : Dtype.Float32, plan.Recipe.Dtype);
    }

    [SkippableFact]
    public void GoldenStack_ImportsAsItsLayerMap()
    {
        JoinedProgram program = JoinTyped(MergekitReader.Read("dus.mergekit.yml", File.ReadAllText(SolarAssets.Path("golden/merge/dus.yml"))));

        Assert.DoesNotContain(program.Findings, finding => finding.Rule.Severity == RuleSeverity.Error);
        Assert.Equal([0, 1, 2, 3, 4, 5, 2, 3, 4, 5, 6, 7], program.FindModel("Dus")!.Map.Layers);
    }

    [SkippableTheory]
    [MemberData(nameof(Golden))]
    public void GoldenMerge_GoesOutAndInAgain(string name)
    {
        MergePlan plan = Merge(File.ReadAllText(SolarAssets.Path($"golden/merge/{name}.yml")), name);

        MergekitFile file = MergekitWriter.Write(plan, source => "in" + source);

        Assert.Null(file.Refusal);
        Assert.Equal(Tensors(plan), Tensors(Merge(file.Yaml!, name)));
    }

    [Fact]
    public void Stack_GoesOutAsSlices()
    {
        JoinedProgram program = Join(MergekitReader.Read("x.mergekit.yml", """
            merge_method: passthrough
            slices:
              - sources: [{ model: inA, layer_range: [0, 6] }]
              - sources: [{ model: inA, layer_range: [2, 8] }]
            """));

        MergekitFile file = MergekitWriter.Write(program.FindModel("X")!, source => "in" + source);

        Assert.Equal("""
            merge_method: passthrough
            slices:
              - sources: [{ model: inA, layer_range: [0, 6] }]
              - sources: [{ model: inA, layer_range: [2, 8] }]

            """.ReplaceLineEndings("\n"), file.Yaml);
    }

    [Fact]
    public void StackOfSeveralModels_IsLayersOfEach_AndGoesOutAndInAgain()
    {
        const string Text = """
            merge_method: passthrough
            slices:
              - sources: [{ model: inA, layer_range: [0, 4] }]
              - sources: [{ model: inA, layer_range: [2, 6] }]
              - sources: [{ model: inB, layer_range: [4, 8] }]

            """;
        JoinedProgram program = Join(MergekitReader.Read("x.mergekit.yml", Text));

        Assert.DoesNotContain(program.Findings, finding => finding.Rule.Severity == RuleSeverity.Error);
        ModelPlan plan = program.FindModel("X")!;
        Assert.Equal(["A0", "A1", "A2", "A3", "A2", "A3", "A4", "A5", "B4", "B5", "B6", "B7"], plan.Map.Entries.Select(entry => $"{entry.Parts[0].Source}{entry.Parts[0].Layer}"));
        Assert.Equal(("A", "B"), (plan.Outside!.Embeddings.Source, plan.Outside.Head.Source));
        Assert.Equal(Text.ReplaceLineEndings("\n"), MergekitWriter.Write(plan, source => "in" + source).Yaml);
    }

    /// <summary>The layers of a stack are copied byte by byte, so that a data type is compared.</summary>
    [Fact]
    public void DtypeOfAStack_IsThatOfItsLayersOrRefused()
    {
        const string Stack = "merge_method: passthrough\nslices: [{ sources: [{ model: inA, layer_range: [0, 8] }] }]\ndtype: ";

        Assert.Empty(JoinTyped(MergekitReader.Read("x.mergekit.yml", Stack + "float32")).Findings);
        Finding other = Assert.Single(JoinTyped(MergekitReader.Read("x.mergekit.yml", Stack + "float16")).Findings);
        Finding unknown = Assert.Single(Join(MergekitReader.Read("x.mergekit.yml", Stack + "float16")).Findings);

        Assert.Equal(("SOLAR320", "layers.dtype"), (other.Rule.Id, other.Where.Element));
        Assert.Contains("the layers are float32", other.Message, System.StringComparison.Ordinal);
        Assert.Contains("declares no data type", unknown.Message, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Expand(A, every: 4)", "no copies")]
    [InlineData("Insert(A, at: 4, init: average)", "no copies")]
    public void ModelThatIsMoreThanAStack_DoesNotGoOut(string recipe, string why)
    {
        JoinedProgram program = Join(MergekitReader.Read("x.mergekit.yml", "merge_method: passthrough\nmodels: [{ model: inA }]"), $"models: {{ Grown: \"{recipe}\" }}");

        Assert.Contains(why, MergekitWriter.Write(program.FindModel("Grown")!, source => source).Refusal, System.StringComparison.Ordinal);
        Assert.Contains("no other model", MergekitWriter.Write(program.FindModel("A")!, source => source).Refusal, System.StringComparison.Ordinal);
    }

    /// <summary>mergekit keeps one tensor a model: the mean of layers 0 and 4 of one model would be layer 4.</summary>
    [Fact]
    public void OneModelTwiceInASlice_IsMergedWithItself_AndDoesNotGoOut()
    {
        JoinedProgram program = Join(MergekitReader.Read("x.mergekit.yml", """
            merge_method: linear
            x-solar: { into: Half }
            slices:
              - sources:
                  - { model: inA, layer_range: [0, 4], parameters: { weight: 0.5 } }
                  - { model: inA, layer_range: [4, 8], parameters: { weight: 0.5 } }
            """), "models: { Half: { mistral: { hidden_size: 64, intermediate_size: 224, num_hidden_layers: 4, num_attention_heads: 1, num_key_value_heads: 1, vocab_size: 128 } } }");

        Assert.Empty(program.Findings);
        MergePlan plan = Assert.Single(program.Merges);
        TensorMerge first = plan.Recipe.Tensors(["model.layers.0.mlp.up_proj.weight"]).Single();
        Assert.Equal(["model.layers.0.mlp.up_proj.weight", "model.layers.4.mlp.up_proj.weight"], first.Inputs.Select(input => input.Tensor));
        Assert.Equal([0.5, 0.5], first.Inputs.Select(input => input["weight"]));
        Assert.Contains("keeps the last of them", MergekitWriter.Write(plan, source => source).Refusal, System.StringComparison.Ordinal);
    }

    [Fact]
    public void BaseOfAnArc_IsWhereTIsZero()
    {
        MergePlan plan = Merge("merge_method: slerp\nbase_model: inB\nmodels: [{ model: inA }, { model: inB }]\nparameters: { t: 0.3 }\n", "x");

        Assert.Equal(["B", "A"], plan.Recipe.Inputs.Select(input => input.Source));
    }

    [Fact]
    public void BaseAmongTheModels_IsNotMergedTwice()
    {
        MergePlan plan = Merge("merge_method: ties\nbase_model: inA\nmodels: [{ model: inA }, { model: inB, parameters: { weight: 0.5 } }]\nparameters: { int8_mask: true }\n", "x");

        Assert.Equal("A", plan.Recipe.Base);
        Assert.Equal(["B"], plan.Recipe.Inputs.Select(input => input.Source));
    }

    [Fact]
    public void ModelsThatAreMapped_AreTheDeclarations()
    {
        MergePlan plan = Merge("""
            merge_method: linear
            x-solar: { name: Mine, models: { "org/one@main": A, "org/two+org/lora": B } }
            models: [{ model: "org/one@main", parameters: { weight: 1 } }, { model: "org/two+org/lora", parameters: { weight: 2 } }]
            """, "file");

        Assert.Equal("Mine", plan.Declaration.Name.FullName);
        Assert.Equal(["A", "B"], plan.Recipe.Sources);
    }

    [Theory]
    [InlineData("merge_method: {|SOLAR007:dare-ties|}\nmodels: [{ model: inA }]", "did you mean 'dare_ties'")]
    [InlineData("merge_method: {|SOLAR320:ram|}\nmodels: [{ model: inA }]", "Solar has no such method")]
    [InlineData("merge_method: linear\n{|SOLAR320:modules|}: {}", "no further modules")]
    [InlineData("merge_method: linear\nmodels: [{ model: inA }, { model: inB }]\n{|SOLAR320:chat_template|}: auto", "leave the key out")]
    [InlineData("merge_method: linear\nmodels: [{ model: inA }, { model: {|SOLAR320:inB+lora|} }]", "a LoRA is applied before")]
    [InlineData("merge_method: linear\nmodels: [{ model: inA }, { model: {|SOLAR320:inB@main|} }]", "a revision stands with the declared weights")]
    [InlineData("merge_method: linear\nmodels: [{ model: inA }, { model: inB }]\ntokenizer_source: {|SOLAR320:union|}", "makes no new tokenizer")]
    [InlineData("merge_method: linear\nmodels: [{ model: inA }, { model: inB }]\ntokenizer: { source: base, {|SOLAR320:tokens|}: {} }", "takes a tokenizer as it is")]
    [InlineData("merge_method: linear\n{|SOLAR321:normalize|}: true\nmodels: [{ model: inA }, { model: inB }]", "stand under 'parameters'")]
    [InlineData("merge_method: dare_ties\nbase_model: inA\nmodels: [{ model: inB }]\nparameters: { {|SOLAR321:random_seed|}: 3 }", "command line")]
    [InlineData("merge_method: linear\nmodels: [{ model: inA, parameters: { {|SOLAR321:normalize|}: true } }, { model: inB }]", "one for all models")]
    [InlineData("merge_method: linear\nmodels: [{ model: inA, {|SOLAR321:weight|}: 0.5 }, { model: inB }]", "stand under 'parameters'")]
    [InlineData("merge_method: linear\nmodels: [{ model: inA }, { model: inB }]\n{|SOLAR002:dtyp|}: float32", "did you mean 'dtype'")]
    [InlineData("merge_method: linear\nmodels: [{ model: inA }, { model: inB }]\ndtype: {|SOLAR007:bfloat|}", "is no value of 'dtype'")]
    [InlineData("merge_method: passthrough\nslices: [{ sources: [{ model: inA, layer_range: {|SOLAR322:[3, 3]|} }] }]", "layer 3 alone is [3, 4]")]
    [InlineData("merge_method: passthrough\nslices: [{ sources: [{ model: inA, layer_range: {|SOLAR322:[8, 2]|} }] }]", "[2, 8] runs upwards")]
    [InlineData("merge_method: passthrough\nslices: [{ sources: {|SOLAR305:[{ model: inA, layer_range: [0, 4] }, { model: inA, layer_range: [2, 8] }]|} }]", "write a slice for each")]
    [InlineData("merge_method: linear\nslices: [{ {|SOLAR320:residual_weight|}: 1, sources: [{ model: inA, layer_range: [0, 8] }] }]", "never reads it")]
    [InlineData("merge_method: passthrough\nslices: [{ sources: [{ model: inA, layer_range: [0, 8] }] }]\ntokenizer_source: {|SOLAR320:inB|}", "that of its first layers, 'inA'")]
    [InlineData("merge_method: passthrough\nslices: [{ sources: [{ model: inA, layer_range: [0, 8] }] }]\ndtype: {|SOLAR007:int64|}", "is no value of 'dtype'")]
    [InlineData("merge_method: passthrough\nx-solar: { {|SOLAR320:into|}: A }\nslices: [{ sources: [{ model: inA, layer_range: [0, 8] }] }]", "a model of its own")]
    [InlineData("merge_method: linear\nmodels: [{ model: inA }, { model: inB }]\ntokenizer_source: base\n{|SOLAR009:tokenizer|}: { source: inB }", "'tokenizer_source' and 'tokenizer'")]
    [InlineData("merge_method: linear\nmodels: [{ model: inA }, { model: inB }]\ntokenizer: { source: inB }\n{|SOLAR009:tokenizer_source|}: inA", "mergekit takes one of them")]
    [InlineData("merge_method: linear\nmodels: [{ model: inA }, { model: inB }]\ntokenizer: { source: inA, {|SOLAR003:source|}: inB }", "'source' is written twice")]
    [InlineData("merge_method: linear\nmodels: [{ model: inA }, { model: inB }]\n{|SOLAR011:tokenizer|}: {}", "'tokenizer' needs 'source'")]
    [InlineData("merge_method: linear\nmodels: [{ model: inA }, { model: inB }]\ntokenizer: {|SOLAR007:inA|}", "expected a mapping")]
    [InlineData("x-solar: {|SOLAR007:hello|}\nmerge_method: linear\nmodels: [{ model: inA }, { model: inB }]", "expected a mapping of 'name'")]
    [InlineData("x-solar: { name: {|SOLAR007:[a]|} }\nmerge_method: linear\nmodels: [{ model: inA }, { model: inB }]", "expected the name of what the file declares")]
    [InlineData("x-solar: { namespace: {|SOLAR007:5a|} }\nmerge_method: linear\nmodels: [{ model: inA }, { model: inB }]", "a namespace of C#")]
    [InlineData("x-solar: { using: {|SOLAR007:{a: b}|} }\nmerge_method: linear\nmodels: [{ model: inA }, { model: inB }]", "a namespace of C#")]
    [InlineData("x-solar: { using: [A.B, {|SOLAR007:[x]|}] }\nmerge_method: linear\nmodels: [{ model: inA }, { model: inB }]", "a namespace of C#")]
    [InlineData("x-solar: { models: {|SOLAR007:[x]|} }\nmerge_method: linear\nmodels: [{ model: inA }, { model: inB }]", "each with that of a declaration")]
    [InlineData("x-solar: { models: { inA: A, {|SOLAR003:inA|}: B } }\nmerge_method: linear\nmodels: [{ model: inA }, { model: inB }]", "'inA' is written twice")]
    [InlineData("x-solar: { models: { {|SOLAR002:org/one|}: A } }\nmerge_method: linear\nmodels: [{ model: org/on }, { model: inB }]", "did you mean 'org/on'?")]
    [InlineData("x-solar: { name: P, {|SOLAR003:name|}: Q }\nmerge_method: linear\nmodels: [{ model: inA }, { model: inB }]", "'name' is written twice")]
    [InlineData("{|SOLAR002:x-solr|}: { name: P }\nmerge_method: linear\nmodels: [{ model: inA }, { model: inB }]", "did you mean 'x-solar'?")]
    [InlineData("merge_method: linear\nmodels: [{ model: inA, {|SOLAR003:model|}: inC }, { model: inB }]", "'model' is written twice")]
    [InlineData("merge_method: linear\nmodels: [{ model: inA, parameters: {|SOLAR007:0.5|} }, { model: inB }]", "no value of 'parameters': expected a mapping")]
    [InlineData("merge_method: linear\nslices: [{ parameters: {|SOLAR007:[1]|}, sources: [{ model: inA, layer_range: [0, 8] }, { model: inB, layer_range: [0, 8] }] }]", "expected a mapping")]
    [InlineData("merge_method: linear\nslices: [{ sources: [{ model: inA, layer_range: [0, 8], parameters: {|SOLAR007:yes|} }, { model: inB, layer_range: [0, 8] }] }]", "expected a mapping")]
    [InlineData("merge_method: ties\nbase_model: inA\nmodels: [{ model: inB }]\nparameters: { int8_mask: {|SOLAR007:[x]|} }", "no value of 'int8_mask'")]
    [InlineData("merge_method: ties\nbase_model: inA\nmodels: [{ model: inB }]\nparameters: { int8_mask: true, {|SOLAR003:int8_mask|}: false }", "'int8_mask' is written twice")]
    [InlineData("merge_method: linear\nmodels: {|SOLAR007:[]|}", "expected at least one model")]
    [InlineData("merge_method: passthrough\nslices: {|SOLAR007:[]|}", "expected at least one model")]
    [InlineData("merge_method: passthrough\nslices: [{|SOLAR007:3|}]", "a slice such as")]
    [InlineData("merge_method: passthrough\nslices: [{ sources: [{ model: inA, layer_range: {|SOLAR007:[0]|} }] }]", "two whole numbers")]
    [InlineData("merge_method: passthrough\nslices: [{ sources: [{ model: inA, layer_range: [0, 8] }] }, { sources: [{ model: inA, layer_range: {|SOLAR322:[8, 8]|} }] }]", "layer 8 alone")]
    [InlineData("{|SOLAR011:merge_method|}: slerp\nmodels: [{ model: inA }, { model: inB }]\nparameters: { t: 0.5 }", "'slerp' needs 'base_model'")]
    public void WhatIsNotHonoured_IsRefusedWhereItStands(string marked, string message)
    {
        int start = marked.IndexOf("{|", System.StringComparison.Ordinal), colon = marked.IndexOf(':', start), end = marked.IndexOf("|}", System.StringComparison.Ordinal);
        string id = marked[(start + 2)..colon], text = marked[..start] + marked[(colon + 1)..end] + marked[(end + 2)..];

        Finding finding = Assert.Single(Findings(MergekitReader.Read("x.mergekit.yml", text)));

        Assert.Equal((id, start, end - colon - 1), (finding.Rule.Id, finding.At!.Start, finding.At.Length));
        Assert.Contains(message, finding.Message, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("slerp_bf16.mergekit.yml", "SlerpBf16")]
    [InlineData("linear.mergekit.yml", "LinearMerge")]
    [InlineData("configs/7b-slerp.mergekit.yml", "Merge7bSlerp")]
    public void NameOfTheFile_NamesTheDeclaration(string path, string name)
    {
        YamlProgram file = MergekitReader.Read(path, "merge_method: linear\nmodels: [{ model: inA }, { model: inB }]");

        Assert.Empty(Findings(file));
        Assert.Equal(name, Assert.Single(file.Declarations).Read.Name.FullName);
    }

    [Fact]
    public void ModelThatNobodyDeclares_IsUnresolvedWhereItStands()
    {
        JoinedProgram program = Join(MergekitReader.Read("x.mergekit.yml", "merge_method: linear\nmodels: [{ model: inA }, { model: org/none }]"));

        Finding finding = Assert.Single(program.Findings);
        Assert.Equal("SOLAR005", finding.Rule.Id);
        Assert.Equal("linear.models[1]", finding.Where.Element);
    }

    private static IEnumerable<Finding> Findings(YamlProgram file) => file.Findings.Concat(file.Declarations.SelectMany(declaration => declaration.Findings));

    private static JoinedProgram Join(YamlProgram file, params string[] others) => Join(Models, file, others);

    // The models as their config.json has them, with a data type.
    private static JoinedProgram JoinTyped(YamlProgram file) =>
        Join(Models.Replace("vocab_size: 128", "vocab_size: 128, torch_dtype: float32", System.StringComparison.Ordinal), file);

    private static JoinedProgram Join(string models, YamlProgram file, params string[] others)
    {
        YamlProgram[] files = [.. others.Append(models).Select(text => YamlProgramReader.Read("more.solar.yaml", text)), file];
        return ProgramJoiner.Join(files.SelectMany(program => program.Declarations).Select(declaration => declaration.Read), []);
    }

    private static MergePlan Merge(string text, string name)
    {
        YamlProgram file = MergekitReader.Read(name + ".mergekit.yml", text);
        Assert.Empty(Findings(file).Select(finding => finding.Message));
        JoinedProgram program = Join(file);
        Assert.Empty(program.Findings.Select(finding => finding.Message));
        return Assert.Single(program.Merges);
    }

    private static TensorMerge[] Tensors(MergePlan plan) =>
        [.. plan.Recipe.Tensors(["model.embed_tokens.weight", .. Enumerable.Range(0, 8).Select(i => $"model.layers.{i}.mlp.up_proj.weight"), "model.norm.weight", "lm_head.weight"])];
}
