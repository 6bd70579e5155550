using System;
using System.Linq;
using Solar.Compiler.Joining;
using Solar.Compiler.Reading;
using Solar.Families;
using Solar.Plans;
using Solar.Specs;
using Xunit;

namespace Solar.Compiler.Tests.MergekitLessons;

/// <summary>Merges: what goes together, which parameter means what, and whose vocabulary it is.</summary>
public sealed class MergeLessons
{
    [Theory]
    [InlineData("merges: { X: { dare-ties: [A, B], base: A } }", "SOLAR002", "did you mean 'dare_ties'?")]
    [InlineData("merges: { X: { linear: [A, B], wieghts: [1, 1] } }", "SOLAR307", "did you mean 'weights'?")]
    [InlineData("merges: { X: { ties: [A], base: B, epsilon: 0.1 } }", "SOLAR307", "'epsilon' is no parameter of 'ties'")]
    [InlineData("merges: { X: { karcher: [A, B], weights: [1, 2] } }", "SOLAR307", "'weights' is no parameter of 'karcher'")]
    [InlineData("models: { X: { upscale: A, drop_tops: 8, drop_bottom: 8 } }", "SOLAR002", "did you mean 'drop_top'?")]
    [InlineData("models: { X: { llama: { dtype: bfloat } } }", "SOLAR007", "did you mean 'bfloat16'?")]
    public void UnknownWords_AreErrorsWithTheOneThatWasMeant(string yaml, string id, string message) =>
        Assert.Contains(Lesson.Said(yaml), said => said.StartsWith(id, StringComparison.Ordinal) && said.Contains(message, StringComparison.Ordinal));

    [Theory]
    [InlineData("merges: { X: { linear: [A, FewerLayers] } }", "SOLAR304", "layers")]
    [InlineData("merges: { X: { linear: [A, MoreTokens] } }", "SOLAR314", "'A' has 32000 tokens and 'MoreTokens' has 32007")]
    [InlineData("models: { X: \"Layers(A[..16], MoreTokens[16..])\" }", "SOLAR212", "32007")]
    [InlineData("models: { X: \"Layers(A[..16], Tied[16..])\" }", "SOLAR214", "say whose it is with 'head'")]
    [InlineData("models: { X: \"ResizeVocabulary(A, 32007)\" }", "SOLAR212", "policy")]
    [InlineData("models: { X: \"ResizeVocabulary(A, 30000, mean)\" }", "SOLAR212", "truncate")]
    public void ModelsThatDoNotFit_AreErrors(string yaml, string id, string message) =>
        Assert.Contains(Lesson.Said(yaml), said => said.StartsWith(id, StringComparison.Ordinal) && said.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void CommonRows_MustBeAskedFor()
    {
        JoinedProgram program = Lesson.Program("merges: { X: { linear: [A, MoreTokens], vocabulary: common } }");

        Assert.Empty(program.Findings);
        Assert.Equal(32000, program.FindModel(Assert.Single(program.Merges).Model)!.Spec.VocabSize);
    }

    [Fact]
    public void LayersOfModelsThatTurnDifferently_AreWarnedOf() => Assert.Contains(
        Lesson.Said("models: { X: \"Layers(A[..16], Longer[16..])\" }"),
        said => said.StartsWith("SOLAR213", StringComparison.Ordinal) && said.Contains("rope_theta", StringComparison.Ordinal));

    [Fact]
    public void ModelsThatTurnDifferently_AreWarnedOf() => Assert.Equal(
        ["SOLAR302: 'X' starts from 'Longer', but rope_theta is 10000 here and 1000000 there"], Lesson.Said("merges: { X: { linear: [A, Longer] } }"));

    [Fact]
    public void ModelMergedWithItself_IsWarnedOf() => Assert.Contains(
        Lesson.Said("merges: { X: { linear: [A, A], weights: [0.1, 1.0] } }"), said => said.StartsWith("SOLAR315: 'A' is merged twice", StringComparison.Ordinal));

    [Fact]
    public void Gradient_StartsAtTheFirstLayerAndEndsAtTheHead()
    {
        MergePlan plan = Assert.Single(Lesson.Program("merges: { X: { slerp: [A, B], t: [0, 1] } }").Merges);

        double[] t = [.. plan.Recipe.Tensors(["model.embed_tokens.weight", "model.layers.0.mlp.up_proj.weight", "model.layers.31.mlp.up_proj.weight", "model.norm.weight", "lm_head.weight"])
            .Select(tensor => tensor["t"])];
        Assert.Equal([0, 0, 1, 1, 1], t);
    }

    [Fact]
    public void FilterThatFitsNothing_IsWarnedOf() => Assert.Contains(
        Lesson.Said("merges: { X: { slerp: [A, B], t: [{ filter: self_atn, value: 0.3 }, 0.5] } }"), said => said.StartsWith("SOLAR311", StringComparison.Ordinal));

    [Theory]
    [InlineData("slerp: [A, B], t: 1.5", "SOLAR308")]
    [InlineData("della: [A], base: B, density: 0.9, epsilon: 0.2", "SOLAR308")]
    [InlineData("linear: [A, B], weights: [1, -1]", "SOLAR310")]
    [InlineData("slerp: [A, B, A], t: 0.5", "SOLAR305")]
    [InlineData("ties: [A, B]", "SOLAR306")]
    [InlineData("linear: [A, B], weights: [1]", "SOLAR309")]
    public void ParametersThatCannotBe_AreErrors(string merge, string id) =>
        Assert.Contains(Lesson.Said($"merges: {{ X: {{ {merge} }} }}"), said => said.StartsWith(id, StringComparison.Ordinal));

    [Fact]
    public void NormsOfQueriesAndKeys_AreTensorsOfTheirFamilies()
    {
        JoinedProgram program = Lesson.Program("models: { Three: { qwen3: }, Olmo: { olmo2: }, Two: { qwen2: } }");

        Assert.Contains("model.layers.0.self_attn.q_norm.weight", TensorCatalog.Tensors(program.FindModel("Three")!.Spec).Select(tensor => tensor.Name));
        Assert.Contains("model.layers.0.self_attn.k_norm.weight", TensorCatalog.Tensors(program.FindModel("Olmo")!.Spec).Select(tensor => tensor.Name));
        Assert.DoesNotContain(TensorCatalog.Tensors(program.FindModel("Two")!.Spec), tensor => tensor.Name.Contains("q_norm", StringComparison.Ordinal));
    }

    [Fact]
    public void TensorThatWouldNotBeUsed_IsAnError() => Assert.Contains(
        Lesson.Said("""
            models:
              WithBias: { llama: { attention_bias: true } }
              Without: { llama: , initialize_from: WithBias }
            """),
        said => said.StartsWith("SOLAR301", StringComparison.Ordinal) && said.Contains("would not be used", StringComparison.Ordinal));

    [Fact]
    public void OtherClass_IsInitializedFromOnlyWhereTensorsAreTheSame()
    {
        string[] said = Lesson.Said("""
            models:
              Mistral: { mistral: { max_position_embeddings: 32768 } }
              AsLlama: { llama: { intermediate_size: 14336, num_key_value_heads: 8, max_position_embeddings: 4096 }, initialize_from: Mistral }
              Narrow: { llama: { num_key_value_heads: 8 }, initialize_from: Mistral }
            """);

        Assert.StartsWith("SOLAR301: 'Narrow' cannot start from 'Mistral'", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public void Config_IsTheDeclaredModelsWhateverTheOrder()
    {
        JoinedProgram one = Lesson.Program("models: { X: \"Layers(A[..16], B[16..])\" }\nmerges: { M: { linear: [A, B] }, N: { linear: [B, A], into: A } }");

        Assert.Equal(ConfigJson.Write(one.FindModel("A")!.Spec), ConfigJson.Write(one.FindModel("X")!.Spec));
        Assert.Equal(["A", "A"], one.Merges.Select(merge => merge.Model));
    }

    [Fact]
    public void ExpertsOfAGrownMixture_KeepTheirNumbers()
    {
        ModelPlan plan = Lesson.Program("models: { Experts: { mixtral: }, X: \"Upscale(Experts, 8, 8)\" }").FindModel("X")!;

        Assert.Equal(8, plan.Map.Entries[24].Layer);
        string[] names = [.. TensorCatalog.Tensors(plan.Spec).Where(tensor => tensor.Layer == 24 && tensor.Name.Contains("experts.", StringComparison.Ordinal)).Select(tensor => tensor.Name)];
        Assert.Equal(24, names.Length);
        Assert.All(Enumerable.Range(0, 8), expert => Assert.Contains($"model.layers.24.block_sparse_moe.experts.{expert}.w2.weight", names));
    }

    [Fact]
    public void KeyThatAConfigLacks_HasItsFamilysDefault()
    {
        DecoderSpec llama2 = Family.Find("llama")!.Lower(ConfigJsonReader.Read("config.json", """{ "model_type": "llama", "hidden_size": 4096 }""").Architecture!.Values);

        Assert.Equal((10000.0, 32000, (RopeScalingSpec?)null), (llama2.RotaryEmbedding!.Theta, llama2.VocabSize, llama2.RotaryEmbedding.Scaling));
    }
}
