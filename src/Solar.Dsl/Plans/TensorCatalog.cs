using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Specs;

namespace Solar.Plans;

/// <summary>The tensors of an architecture: the one place where names and shapes are put together.</summary>
public static class TensorCatalog
{
    /// <summary>Every tensor of the checkpoint of <paramref name="spec"/>, in the order of the forward pass.</summary>
    public static IEnumerable<TensorSpec> Tensors(DecoderSpec spec) =>
    [
        .. Below(spec),
        .. Enumerable.Range(0, spec.NumHiddenLayers).SelectMany(layer => LayerTensors(spec, layer)
            .Select(tensor => tensor with { Name = LayerPrefix(spec, layer) + tensor.Name, Layer = layer })),
        .. Above(spec),
    ];

    /// <summary>What the names of a layer's tensors begin with, such as <c>model.layers.7.</c></summary>
    public static string LayerPrefix(DecoderSpec spec, int layer) =>
        spec.Layout.LayerPrefix + layer.ToString(CultureInfo.InvariantCulture) + ".";

    /// <summary>The tensors in front of the layers.</summary>
    public static IEnumerable<TensorSpec> Below(DecoderSpec spec)
    {
        CheckpointLayout layout = spec.Layout;
        yield return Tensor($"{layout.Backbone}.{layout.Embedding}.weight", spec.VocabSize, spec.HiddenSize) with { Layer = -1 };
        if (spec.Positions is LearnedPositionsSpec learned)
        {
            yield return Tensor($"{layout.Backbone}.{layout.Positions}.weight", learned.NumPositions, spec.HiddenSize) with { Layer = -1 };
        }
    }

    /// <summary>The tensors behind the layers: the last norm, and the head where it is not the embedding.</summary>
    public static IEnumerable<TensorSpec> Above(DecoderSpec spec)
    {
        CheckpointLayout layout = spec.Layout;
        IEnumerable<TensorSpec> tensors =
        [
            .. Norm($"{layout.Backbone}.{layout.FinalNorm}", spec.Norm, spec.HiddenSize),
            .. spec.Head.IsTied ? [] : Linear(layout.Head, spec.VocabSize, spec.HiddenSize, spec.Head.Bias),
        ];
        return tensors.Select(tensor => tensor with { Layer = -1 });
    }

    /// <summary>The tensors of the first layer, named within it; of a model whose layers are all of one kind, those of every layer.</summary>
    public static IReadOnlyList<TensorSpec> LayerTensors(DecoderSpec spec) => KindTensors(spec, spec.LayerKinds[spec.KindOf(0)]);

    /// <summary>The tensors of one layer, named within it.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="layer">The layer, from 0.</param>
    public static IReadOnlyList<TensorSpec> LayerTensors(DecoderSpec spec, int layer) => KindTensors(spec, spec.LayerAt(layer));

    /// <summary>The tensors of a layer of one kind, named within it, in the order in which it uses them.</summary>
    public static IReadOnlyList<TensorSpec> KindTensors(DecoderSpec spec, LayerSpec layer)
    {
        NormNames norms = spec.Layout.Norms;
        NormPlacement placement = spec.Residual.Norms;
        bool before = placement != NormPlacement.After, after = placement != NormPlacement.Before;
        bool ownNorm = before && spec.Residual.Kind != ResidualKind.ParallelSharedNorm;
        TensorSpec[] beforeMlp = ownNorm ? Norm(norms.BeforeMlp, spec.Norm, spec.HiddenSize) : [];
        return
        [
            .. before ? Norm(norms.BeforeAttention, spec.Norm, spec.HiddenSize) : [],
            .. spec.Residual.Kind == ResidualKind.Parallel ? beforeMlp : [],
            .. AttentionTensors(spec, layer.Attention),
            .. after ? Norm(norms.AfterAttention, spec.Norm, spec.HiddenSize) : [],
            .. spec.Residual.Kind == ResidualKind.Parallel ? [] : beforeMlp,
            .. FeedForward(spec, layer.Mlp),
            .. after ? Norm(norms.AfterMlp, spec.Norm, spec.HiddenSize) : [],
        ];
    }

    /// <summary>Number of parameters.</summary>
    public static long ParameterCount(DecoderSpec spec)
    {
        long[] ofKind = [.. spec.LayerKinds.Select(kind => Count(KindTensors(spec, kind)))];
        long layers = spec.LayerPattern.Count == 0
            ? checked(ofKind[0] * spec.NumHiddenLayers)
            : Enumerable.Range(0, spec.NumHiddenLayers).Aggregate(0L, (sum, layer) => checked(sum + ofKind[spec.KindOf(layer)]));
        return checked(layers + Count(Below(spec)) + Count(Above(spec)));
    }

    private static long Count(IEnumerable<TensorSpec> tensors) => tensors.Aggregate(0L, (sum, tensor) => checked(sum + tensor.Count));

    private static TensorSpec[] AttentionTensors(DecoderSpec spec, AttentionSpec attention)
    {
        AttentionNames names = spec.Layout.Attention;
        string prefix = names.Name + ".";
        bool bias = attention.QueryKeyValueBias;
        bool whole = attention.QueryKeyNorm == QueryKeyNorm.Whole;
        NormSpec norm = spec.Norm.OfHeads;
        return attention.Module is { } own ? Own(names.Name, own) :
        [
            .. names.Layout == ProjectionLayout.Separate
                ?
                [
                    .. Map(spec, prefix + names.Query, attention.QuerySize, spec.HiddenSize, bias),
                    .. Map(spec, prefix + names.Key, attention.KeyValueSize, spec.HiddenSize, bias),
                    .. Map(spec, prefix + names.Value, attention.KeyValueSize, spec.HiddenSize, bias),
                ]
                : Map(spec, prefix + names.Fused, attention.QuerySize + (2 * attention.KeyValueSize), spec.HiddenSize, bias),
            .. attention.QueryKeyNorm == QueryKeyNorm.None
                ? (TensorSpec[])[]
                :
                [
                    .. Norm(prefix + names.QueryNorm, norm, whole ? attention.QuerySize : attention.HeadDim),
                    .. Norm(prefix + names.KeyNorm, norm, whole ? attention.KeyValueSize : attention.HeadDim),
                ],
            .. Map(spec, prefix + names.Output, spec.HiddenSize, attention.QuerySize, attention.OutputBias),
        ];
    }

    private static IEnumerable<TensorSpec> FeedForward(DecoderSpec spec, FeedForwardSpec block) => block switch
    {
        MlpSpec mlp => MlpTensors(spec, mlp, spec.Layout.Mlp, spec.Layout.Mlp.Name + "."),
        MixtureOfExpertsSpec mixture => Experts(spec, mixture),
        OwnMlpSpec own => Own(spec.Layout.Mlp.Name, own.Module),
        _ => [],
    };

    private static TensorSpec[] MlpTensors(DecoderSpec spec, MlpSpec mlp, MlpNames names, string prefix)
    {
        TensorSpec[] gate = mlp.IsGated && names.GateUp is null ? Map(spec, prefix + names.Gate, mlp.IntermediateSize, spec.HiddenSize, mlp.Bias) : [];
        TensorSpec[] up = mlp.IsGated && names.GateUp is { } both
            ? Map(spec, prefix + both, 2L * mlp.IntermediateSize, spec.HiddenSize, mlp.Bias)
            : Map(spec, prefix + names.Up, mlp.IntermediateSize, spec.HiddenSize, mlp.Bias);
        TensorSpec[] down = Map(spec, prefix + names.Down, spec.HiddenSize, mlp.IntermediateSize, mlp.Bias);
        return names.UpFirst ? [.. up, .. gate, .. down] : [.. gate, .. up, .. down];
    }

    private static IEnumerable<TensorSpec> Experts(DecoderSpec spec, MixtureOfExpertsSpec mixture)
    {
        ExpertNames names = spec.Layout.Experts;
        string prefix = names.Name + ".";
        return
        [
            .. Linear(prefix + names.Router, mixture.NumExperts, spec.HiddenSize, bias: false),
            .. Enumerable.Range(0, mixture.NumExperts).SelectMany(expert =>
                MlpTensors(spec, mixture.Expert, names.Expert, $"{prefix}{names.List}.{expert.ToString(CultureInfo.InvariantCulture)}.")
                    .Select(tensor => tensor with { Expert = expert })),
            .. mixture.SharedExpert is { } shared ? MlpTensors(spec, shared, names.Expert, $"{prefix}{names.Shared}.") : [],
            .. mixture.SharedExpertGate ? Linear(prefix + names.SharedGate, 1, spec.HiddenSize, bias: false) : [],
        ];
    }

    // A linear map within a layer, which some families store transposed.
    private static TensorSpec[] Map(DecoderSpec spec, string name, long rows, long columns, bool bias)
    {
        TensorSpec[] linear = Linear(name, rows, columns, bias);
        return spec.Layout.IsTransposed ? [Tensor(name + ".weight", columns, rows), .. linear.Skip(1)] : linear;
    }

    private static TensorSpec[] Linear(string name, long rows, long columns, bool bias) => bias
        ? [Tensor(name + ".weight", rows, columns), Tensor(name + ".bias", rows)]
        : [Tensor(name + ".weight", rows, columns)];

    private static TensorSpec[] Own(string name, OwnModuleSpec module) =>
        [.. module.Tensors.Select(tensor => new TensorSpec($"{name}.{tensor.Name}", tensor.Shape, 0))];

    private static TensorSpec[] Norm(string name, NormSpec norm, long size) => norm.Module is { } own ? Own(name, own)
        : norm.Bias ? [Tensor(name + ".weight", size), Tensor(name + ".bias", size)]
        : [Tensor(name + ".weight", size)];

    private static TensorSpec Tensor(string name, params long[] shape) => new(name, new EquatableArray<long>(shape), 0);
}
