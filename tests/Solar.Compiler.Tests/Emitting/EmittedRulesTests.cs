using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Solar.Compiler.Emitting;
using Solar.Compiler.Joining;
using Solar.LayerMaps;
using Solar.Plans;
using Solar.Runtime;
using Solar.Runtime.Checkpoints;
using Solar.Testing;
using Xunit;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>What emitted code says of recipes with means, identity layers and several sources, checked by running it.</summary>
public sealed class EmittedRulesTests
{
    private static readonly Lazy<(JoinedProgram Program, Assembly Assembly)> Recipes = new(() =>
    {
        JoinedProgram program = SamplePrograms.Recipes();
        return (program, EmittedAssembly.Load(program));
    });

    public static TheoryData<string> Models => [.. SamplePrograms.Recipes().Models.Where(plan => plan.Sources.Count > 0).Select(plan => plan.Declaration.Name.FullName)];

    [Theory]
    [MemberData(nameof(Models))]
    public void WeightMap_FillsEveryTensorOnceInTheOrderOfTheCheckpoint(string model)
    {
        (Type type, ModelPlan plan) = Load(model);

        TensorRule[] rules = [.. type.Static<IEnumerable<TensorRule>>("WeightMap")];

        Assert.Equal(TensorCatalog.Tensors(plan.Spec).Select(tensor => tensor.Name), rules.Select(rule => rule.Target));
        Assert.All(rules.Where(rule => rule.Kind == TensorRuleKind.Mean), rule => Assert.InRange(rule.Parts.Sum(part => part.Weight), 0.2, 1.0));
        Assert.All(
            rules.SelectMany(rule => rule.Parts),
            part => Assert.Contains(TensorCatalog.Tensors(Source(plan, part.Source)), tensor => tensor.Name == part.Tensor));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Description_HasTheMapInOneOfItsForms(string model)
    {
        (Type type, ModelPlan plan) = Load(model);

        ModelDescription description = type.Static<ModelDescription>("Description");

        Assert.Equal(plan.Sources.Select(source => source.Name), description.Sources.Select(source => source.Name));
        Assert.Equal(plan.Map.Entries, type.Static<IReadOnlyList<LayerSource>>("LayerSources"));
        Assert.Equal(plan.Map.IsPlain ? plan.Map.Layers : [], description.LayerMap);
        Assert.Equal(plan.Map.IsPlain ? [] : plan.Map.Entries, description.LayerSources);
        Assert.Equal(plan.Map.IsPlain, type.GetProperty("LayerMap") is not null);
    }

    [Fact]
    public void MeanOfAnIdentityLayer_HasHalfOfWhatIsNotZero()
    {
        Dictionary<string, TensorRule> rules = Load("Paper.Mixed").Type.Static<IEnumerable<TensorRule>>("WeightMap").ToDictionary(rule => rule.Target);

        Assert.Equal("model.layers.4.mlp.up_proj.weight = 0.5 × Paper.Base:model.layers.2.mlp.up_proj.weight + 0.5 × Paper.Base:model.layers.3.mlp.up_proj.weight", rules["model.layers.4.mlp.up_proj.weight"].ToString());
        Assert.Equal("model.layers.4.mlp.down_proj.weight = 0.5 × Paper.Base:model.layers.3.mlp.down_proj.weight", rules["model.layers.4.mlp.down_proj.weight"].ToString());
        Assert.Equal("model.layers.3.mlp.down_proj.weight = 0", rules["model.layers.3.mlp.down_proj.weight"].ToString());
    }

    /// <summary>The weight maps as a reviewer reads them; the modules are those of any other model. That all of it compiles the tests above show.</summary>
    [Fact]
    public void Weight_maps() => SourceSnapshot.Match(SourceEmitter.Emit(Recipes.Value.Program, new EmitContext("0.0.0"))
        .Where(file => file.HintName.Contains(".WeightMap.", StringComparison.Ordinal))
        .Select(file => (file.HintName, file.Text)));

    private static Specs.DecoderSpec Source(ModelPlan plan, string? name) => plan.Sources.Single(source => name is null || source.Name == name).Spec;

    private static (Type Type, ModelPlan Plan) Load(string model) =>
        (Recipes.Value.Assembly.GetType(model, throwOnError: true)!, Recipes.Value.Program.FindModel(model)!);
}
