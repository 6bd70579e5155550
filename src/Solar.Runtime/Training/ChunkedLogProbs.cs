using System;
using System.Collections.Generic;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

/// <summary>
/// Head and log-probabilities chunk by chunk, computed again in the backward pass: <see cref="ChunkedCrossEntropy"/> for a loss that
/// weighs rows, so that each position's gradient is its own.
/// </summary>
internal sealed class ChunkedLogProbs : autograd.SingleTensorFunction<ChunkedLogProbs>
{
    private const string Head = nameof(Head), Generator = nameof(Generator);

    public override string Name => nameof(ChunkedLogProbs);

    /// <param name="ctx">Keeps what the backward pass needs.</param>
    /// <param name="vars">Hidden states [rows, hidden], the head, and token ids [rows].</param>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var states = (Tensor)vars[0];
        var head = (Func<Tensor, Tensor>)vars[1];
        var next = (Tensor)vars[2];
        ctx.save_for_backward([states, next]);
        ctx.save_data(Head, head);
        ctx.save_data(Generator, DrawnGenerator.State());           // an adapter on the head may drop inputs

        Tensor logps = empty(states.size(0), dtype: states.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32, device: states.device);
        for (long start = 0; start < states.size(0); start += Losses.ChunkRows)
        {
            using var scope = NewDisposeScope();
            long count = Math.Min(Losses.ChunkRows, states.size(0) - start);
            logps.narrow(0, start, count).copy_(Losses.LogProbsOf(head(states.narrow(0, start, count)), next.narrow(0, start, count)));
        }

        return logps;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        List<Tensor> saved = ctx.get_saved_variables();
        (Tensor states, Tensor next) = (saved[0], saved[1]);
        var head = (Func<Tensor, Tensor>)ctx.get_data(Head);

        byte[] now = DrawnGenerator.State();
        DrawnGenerator.Set((byte[])ctx.get_data(Generator));

        Tensor gradient = empty_like(states);
        using (set_grad_enabled(true))
        {
            for (long start = 0; start < states.size(0); start += Losses.ChunkRows)
            {
                using var scope = NewDisposeScope();
                long count = Math.Min(Losses.ChunkRows, states.size(0) - start);
                Tensor chunk = states.narrow(0, start, count).detach().requires_grad_(true);
                Tensor logps = Losses.LogProbsOf(head(chunk), next.narrow(0, start, count));
                (logps * grad_output.narrow(0, start, count)).sum().backward();
                gradient.narrow(0, start, count).copy_(chunk.grad!);
            }
        }

        DrawnGenerator.Set(now);
        return [gradient, null!, null!];
    }
}
