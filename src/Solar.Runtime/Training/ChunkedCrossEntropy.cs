using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

/// <summary>
/// Head and cross-entropy chunk by chunk, each with its gradients while its logits are there: the logits of one chunk are alive at a time,
/// and none is made twice. The backward pass only scales what the forward pass has found, as in Hsu et al., "Liger Kernel" (2024), section 3.2.
/// </summary>
internal sealed class ChunkedCrossEntropy : autograd.SingleTensorFunction<ChunkedCrossEntropy>
{
    // Before the parameters: states, the head, labels, and what the sum is divided by.
    private const int Leading = 4;

    public override string Name => nameof(ChunkedCrossEntropy);

    /// <summary>The summed cross-entropy of all rows, divided.</summary>
    /// <param name="states">Hidden states [rows, hidden].</param>
    /// <param name="head">Logits of hidden states; a method of the module whose parameters it reads.</param>
    /// <param name="next">Labels [rows].</param>
    /// <param name="divisor">What the sum is divided by.</param>
    /// <param name="parameters">The trained parameters that the head may read.</param>
    public static Tensor Of(Tensor states, Func<Tensor, Tensor> head, Tensor next, long divisor, IEnumerable<Parameter> parameters) =>
        apply([states, head, next, divisor, .. parameters]);

    /// <param name="ctx">Keeps the gradients.</param>
    /// <param name="vars">As <see cref="Of"/> has them.</param>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var states = (Tensor)vars[0];
        var head = (Func<Tensor, Tensor>)vars[1];
        var next = (Tensor)vars[2];
        long divisor = (long)vars[3];
        Tensor[] parameters = [.. vars.Skip(Leading).Cast<Tensor>()];
        bool isTrained = states.requires_grad || parameters.Length > 0;

        Tensor loss = zeros([], dtype: states.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32, device: states.device);
        Tensor? gradient = isTrained ? empty_like(states) : null;
        Tensor?[] sums = new Tensor?[parameters.Length];
        for (long start = 0; start < states.size(0); start += Losses.ChunkRows)
        {
            using var scope = NewDisposeScope();
            long count = Math.Min(Losses.ChunkRows, states.size(0) - start);
            Tensor chunk = states.narrow(0, start, count).detach().requires_grad_(isTrained);
            using (set_grad_enabled(isTrained))
            {
                Tensor part = Losses.SumOf(head(chunk), next.narrow(0, start, count)) / divisor;
                loss.add_(part.detach());
                if (isTrained)
                {
                    IList<Tensor> found = autograd.grad([part], [chunk, .. parameters], allow_unused: true);
                    gradient!.narrow(0, start, count).copy_(found[0]);
                    Add(sums, [.. found.Skip(1)]);
                }
            }
        }

        ctx.save_for_backward([gradient!, .. sums!]);
        return loss;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        List<Tensor> saved = ctx.get_saved_variables();
        List<Tensor> scaled = [.. saved.Select(each => each is null ? null! : (each * grad_output).to(each.dtype))];
        saved.ForEach(each => each?.Dispose());
        return [scaled[0], null!, null!, null!, .. scaled.Skip(1)];
    }

    private static void Add(Tensor?[] sums, Tensor?[] found)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            if (found[i] is not { IsInvalid: false } each)
            {
                continue;                                                                  // not the head's
            }

            if (sums[i] is { } sum)
            {
                using IDisposable unrecorded = no_grad();
                sum.add_(each);
            }
            else
            {
                sums[i] = each.MoveToOuterDisposeScope();
            }
        }
    }
}
