using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Joining;
using Solar.LayerMaps;
using Solar.Plans;
using Solar.Runtime;
using Solar.Runtime.Checkpoints;
using Xunit;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>What emitted code says of tensors and layers is what the plan says, checked by running it.</summary>
public sealed class EmittedMapsTests
{
    public static TheoryData<string> Models => [.. Programs().SelectMany(program => program.Models).Select(plan => plan.Declaration.Name.FullName).Distinct()];

    [Theory]
    [MemberData(nameof(Models))]
    public void Tensors_AreThoseOfTheCatalogInItsOrder(string model)
    {
        (Type type, ModelPlan plan) = Load(model);

        IEnumerable<TensorShape> tensors = type.Static<IEnumerable<TensorShape>>("Tensors");

        Assert.Equal(
            TensorCatalog.Tensors(plan.Spec).Select(tensor => $"{tensor.Name} {string.Join(' ', tensor.Shape)}"),
            tensors.Select(tensor => $"{tensor.Name} {string.Join(' ', tensor.Shape)}"));
        Assert.Equal(plan.ParameterCount, tensors.Sum(tensor => tensor.Shape.Aggregate(1L, (product, size) => product * size)));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void WeightMap_FollowsTheLayerMapAndFillsEveryTensorOnce(string model)
    {
        (Type type, ModelPlan plan) = Load(model);

        TensorRule[] copies = [.. type.Static<IEnumerable<TensorRule>>("WeightMap")];

        if (plan.Source is null)
        {
            Assert.Empty(copies);
            return;
        }

        int[] map = [.. plan.Map.Layers];
        IEnumerable<TensorRule> expected = TensorCatalog.Tensors(plan.Spec).Select(tensor => TensorRule.Copy(
            tensor.Name, tensor.Layer < 0 ? tensor.Name : tensor.Name.Replace($".{tensor.Layer}.", $".{map[tensor.Layer]}.", StringComparison.Ordinal)));
        Assert.Equal(expected, copies);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Description_SaysWhatThePlanSays(string model)
    {
        (Type type, ModelPlan plan) = Load(model);

        ModelDescription description = type.Static<ModelDescription>("Description");

        Assert.Equal(plan.Declaration.Name.FullName, description.Name);
        Assert.Equal(plan.Map.Layers, description.LayerMap);
        Assert.Equal(plan.ParameterCount, description.ParameterCount);
        Assert.Equal(plan.Source, description.Source);
        Assert.Equal(Families.ConfigJson.Write(plan.Spec), description.Config);
        Assert.Equal(plan.Map.Entries, type.Static<IReadOnlyList<LayerSource>>("LayerSources"));
    }

    private static (Type Type, ModelPlan Plan) Load(string model)
    {
        JoinedProgram program = Programs().First(candidate => candidate.Models.Any(plan => plan.Declaration.Name.FullName == model));
        return (EmittedAssembly.Load(program).GetType(model, throwOnError: true)!, program.FindModel(model)!);
    }

    private static JoinedProgram[] Programs() =>
    [
        SamplePrograms.Solar(), SamplePrograms.TiedWithBiases(), SamplePrograms.SlidingWindow(), SamplePrograms.Llama3Rope(),
        SamplePrograms.LinearRope(), SamplePrograms.LayerRanges(),
    ];
}
