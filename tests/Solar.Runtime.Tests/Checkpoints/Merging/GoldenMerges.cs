using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Plans;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Checkpoints.Merging;
using Solar.Specs;
using Solar.Testing;

namespace Solar.Runtime.Tests.Checkpoints.Merging;

/// <summary>The golden inputs, and the golden recipes as the compiler resolves them.</summary>
internal sealed class GoldenMerges : IDisposable
{
    private readonly Dictionary<string, CheckpointReader> _models =
        new[] { "inA", "inB", "inC" }.ToDictionary(name => name, name => CheckpointReader.Open(SolarAssets.Path($"golden/merge/{name}")));

    public static MergeRecipe Recipe(string name) => name switch
    {
        "linear" or "linear_bf16" => Of("linear", Input("inA", ("weight", 0.7)), Input("inB", ("weight", 0.3))) with { Dtype = name == "linear" ? Dtype.Float32 : Dtype.BFloat16 },
        "slerp" or "slerp_bf16" => Of("slerp", Input("inA"), Input("inB")) with
        {
            Dtype = name == "slerp" ? Dtype.Float32 : Dtype.BFloat16,
            Parameters = EquatableArray.Of(new MergeParameter(
                "t", new MergeSetting("self_attn", 0, 0.5, 0.3, 0.7, 1), new MergeSetting("mlp", 1, 0.5, 0.7, 0.3, 0), new MergeSetting(null, 0.5))),
        },
        "nuslerp" => Of("nuslerp", Input("inA", ("weight", 0.6)), Input("inB", ("weight", 0.4))),
        "task_arithmetic" => Of("task_arithmetic", Input("inB", ("weight", 0.5)), Input("inC", ("weight", 0.3))) with { Base = "inA", Parameters = One("normalize", 1) },
        "ties" => Ties() with { Parameters = One("normalize", 1) },
        "ties_nonorm" => Ties() with { Parameters = One("normalize", 0) },
        "breadcrumbs" => Of("breadcrumbs", Input("inB", ("density", 0.9), ("gamma", 0.01), ("weight", 0.5)), Input("inC", ("density", 0.9), ("gamma", 0.01), ("weight", 0.3))) with { Base = "inA" },
        "model_stock" => Of("model_stock", Input("inB"), Input("inC")) with { Base = "inA" },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    public static MergeRecipe Of(string method, params MergeRecipeInput[] inputs) => new(method, 8) { Inputs = new EquatableArray<MergeRecipeInput>(inputs) };

    public static MergeRecipeInput Input(string source, params (string Name, double Value)[] parameters) => new(source)
    {
        Parameters = new EquatableArray<MergeParameter>([.. parameters.Select(parameter => new MergeParameter(parameter.Name, new MergeSetting(null, parameter.Value)))]),
    };

    public static EquatableArray<MergeParameter> One(string name, double value) => EquatableArray.Of(new MergeParameter(name, new MergeSetting(null, value)));

    /// <summary>Embeddings, layers by their numbers, then norm and head.</summary>
    public static string[] InForwardOrder(IEnumerable<string> names) =>
    [
        .. names.OrderBy(name => name.StartsWith("model.embed", StringComparison.Ordinal) ? 0 : name.StartsWith("model.layers.", StringComparison.Ordinal) ? 1 : 2)
            .ThenBy(name => name.StartsWith("model.layers.", StringComparison.Ordinal) ? int.Parse(name.Split('.')[2], System.Globalization.CultureInfo.InvariantCulture) : 0)
            .ThenBy(name => name, StringComparer.Ordinal),
    ];

    public static float[] Values(StoredTensor tensor)
    {
        float[] values = new float[tensor.Info.ByteCount / tensor.Info.Dtype.Size()];
        ElementConversion.ToSingle(tensor.Bytes, tensor.Info.Dtype, values);
        return values;
    }

    public float[] Merge(MergeRecipe recipe, TensorMerge merge)
    {
        StoredTensor first = _models[merge.Inputs[0].Source].Tensors[merge.Inputs[0].Tensor];
        var tensors = new ChunkedTensors(
            [.. merge.Inputs.Select(input => Elements(input))], merge.Base is { } origin ? Elements(origin) : null, first.Info.Shape);
        var result = new ArrayWriter();
        MergeMethods.Find(recipe.Method)!.Run(tensors, merge, result);
        return result.Values;
    }

    public float[] Values(string model, string tensor) => Values(_models[model].Tensors[tensor]);

    /// <summary>For each element the greatest magnitude that goes into it.</summary>
    public float[] GreatestOperands(TensorMerge merge)
    {
        float[][] operands = [.. merge.Inputs.Concat(merge.Base is { } origin ? [origin] : []).Select(input => Values(input.Source, input.Tensor))];
        return [.. operands[0].Select((_, i) => operands.Max(values => Math.Abs(values[i])))];
    }

    public void Dispose()
    {
        foreach (CheckpointReader model in _models.Values)
        {
            model.Dispose();
        }
    }

    private static MergeRecipe Ties() =>
        Of("ties", Input("inB", ("density", 0.5), ("weight", 0.5)), Input("inC", ("density", 0.5), ("weight", 0.3))) with { Base = "inA" };

    private ArrayElements Elements(TensorMergeInput input) => new(Values(_models[input.Source].Tensors[input.Tensor]));
}
