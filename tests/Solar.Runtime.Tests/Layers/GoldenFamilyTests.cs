using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Runtime.Layers;
using Solar.Testing;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Layers;

/// <summary>ALiBi, windows per layer, soft caps, learned positions, partial rotary and experts against transformers.</summary>
public sealed class GoldenFamilyTests : TorchTest
{
    private const double Tolerance = 3e-5;

    public static TheoryData<string> Names => ["falcon_rw_alibi", "gemma2", "gpt2", "gpt_neox", "mixtral_aux", "qwen2_moe", "phi3"];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void Logits_WithAndWithoutPadding_AreTheReference(string name)
    {
        (GoldenFamilies model, Dictionary<string, Tensor> io) = Open(name);

        Tensor logits = model.Forward(io["input_ids"], ForwardContext.None);
        Tensor padded = model.Forward(io["input_ids"], new ForwardContext { AttentionMask = io["mask"] });

        Tensor real = io["mask"].to(ScalarType.Bool);
        Near(io["logits"], logits, Tolerance);
        Near(io["padded.logits"][real], padded[real], Tolerance);
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void Gradients_AreTheReference(string name)
    {
        (GoldenFamilies model, Dictionary<string, Tensor> io) = Open(name);
        Dictionary<string, Tensor> expected = TensorFile.Read(SolarAssets.Path($"golden/{name}/grads.safetensors"));
        foreach (Tensor weight in model.Weights.Values)
        {
            weight.requires_grad_();
        }

        using RouterLog routers = new();
        Loss(model, io, "labels", name, routers, mask: null).backward();

        Assert.All(expected, entry => Near(entry.Value, model.Weights[entry.Key].grad!, 1e-4));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void AuxiliaryLoss_WithAndWithoutPadding_IsTheReference(bool isPadded)
    {
        (GoldenFamilies model, Dictionary<string, Tensor> io) = Open("mixtral_aux");
        using RouterLog routers = new();

        Tensor loss = isPadded
            ? Loss(model, io, "padded.labels", "mixtral_aux", routers, io["mask"])
            : Loss(model, io, "labels", "mixtral_aux", routers, mask: null);

        Near(io[isPadded ? "padded.loss" : "loss"].squeeze(), loss, 1e-5);
        if (!isPadded)
        {
            Near(io["aux_loss"].squeeze(), routers.LoadBalancingLoss(2), 1e-5);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void LeftPaddedBatch_CutAnywhereWithACache_HasTheLogitsOfEachSequenceAlone(string name)
    {
        (GoldenFamilies model, Dictionary<string, Tensor> io) = Open(name);
        using IDisposable unrecorded = no_grad();
        Tensor expected = io["greedy.ids"];                                               // [1, 20]
        Tensor ids = cat([expected, cat([zeros(1, 3, dtype: ScalarType.Int64), expected[.., ..17]], 1)]);
        Tensor mask = ones_like(ids);
        mask[1, ..3] = tensor(0L);
        Tensor alone = model.Forward(expected, ForwardContext.None)[0];

        foreach (int[] cuts in new[] { [20], [8, 12], [5, 7, 1, 1, 6], Enumerable.Repeat(1, 20).ToArray() })
        {
            using KeyValueCache cache = new(batch: 2, model.KeyValueHeads, model.HeadDim, capacity: 20);
            List<Tensor> pieces = [];
            foreach (int length in cuts)
            {
                int start = (int)cache.Length;
                ForwardContext context = new() { Cache = cache, AttentionMask = mask[.., ..(start + length)] };
                pieces.Add(model.Forward(ids[.., start..(start + length)], context));
            }

            Tensor whole = cat(pieces, 1);
            Near(alone, whole[0], Tolerance);
            Near(alone[..17], whole[1, 3..], Tolerance);
            Assert.Equal(expected[0, 8..].data<long>().ToArray(), whole[0, 7..19].argmax(-1).data<long>().ToArray());
        }
    }

    private static Tensor Loss(
        GoldenFamilies model, Dictionary<string, Tensor> io, string labels, string name, RouterLog routers, Tensor? mask)
    {
        Tensor logits = model.Forward(io["input_ids"], new ForwardContext { AttentionMask = mask, Routers = routers });
        Tensor loss = nn.functional.cross_entropy(
            logits[.., ..^1].reshape(-1, logits.size(2)), io[labels][.., 1..].reshape(-1), ignore_index: -100);
        return name == "mixtral_aux" ? loss + (0.02 * routers.LoadBalancingLoss(2, mask)) : loss;
    }

    private static (GoldenFamilies Model, Dictionary<string, Tensor> Io) Open(string name) =>
        (new GoldenFamilies(name), TensorFile.Read(Path.Combine(SolarAssets.Path($"golden/{name}"), "io.safetensors")));
}
