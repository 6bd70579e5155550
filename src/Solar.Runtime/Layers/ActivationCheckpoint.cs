using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>
/// A decoder layer that keeps its input alone and is computed again in the backward pass: Chen, Xu, Zhang and Guestrin, "Training Deep
/// Nets with Sublinear Memory Cost" (2016), section 3, reentrant as <c>torch.utils.checkpoint(use_reentrant=True)</c>. The layer's own parameters get
/// their gradients by the inner backward pass, and all are those of the plain graph, bit by bit.
/// </summary>
/// <remarks>The graph above it has one backward pass: what the layer was computed from is freed there, layer by layer, and not with the graph.</remarks>
internal sealed class ActivationCheckpoint : autograd.MultiTensorFunction<ActivationCheckpoint>
{
    // The gradient that libtorch was handed last. It has taken it by the time that the next layer's turn comes; without this, those of all
    // layers would live as long as the scope around the step.
    [ThreadStatic]
    private static Tensor? _handedOver;

    /// <inheritdoc/>
    public override string Name => nameof(ActivationCheckpoint);

    /// <summary>Runs a layer.</summary>
    /// <param name="layer">The layer: hidden states [batch, length, hidden], what the pass shares, and how many layers ran before.</param>
    /// <param name="x">Hidden states that require a gradient.</param>
    /// <param name="attention">What the pass shares; may be disposed of before the backward pass.</param>
    /// <param name="depth">How many layers ran before.</param>
    public static Tensor Run(Func<Tensor, AttentionInputs, int, Tensor> layer, Tensor x, AttentionInputs attention, int depth)
    {
        using DisposeScope scope = NewDisposeScope();                                      // TorchSharp makes an empty tensor beside each output
        List<Tensor> outputs = apply(x, new LayerCall(layer, attention.Share(), depth));
        foreach (Tensor logits in outputs.Skip(1))
        {
            attention.Routers!.Add(logits);
        }

        return outputs[0].MoveToOuterDisposeScope();
    }

    /// <param name="ctx">Keeps what the backward pass needs.</param>
    /// <param name="vars">Hidden states and what is called with them.</param>
    /// <returns>The layer's output, and the logits of its routers where somebody asks for them.</returns>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var x = (Tensor)vars[0];
        var call = (LayerCall)vars[1];
        ctx.save_for_backward([x]);
        ctx.save_data(nameof(LayerCall), call);
        ctx.set_materialize_grads(false);

        Tensor y = call.Run(x);
        Tensor[] logits = [.. call.Logits.Select(each => each.alias())];
        call.Forget();
        return [y, .. logits];
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        using DisposeScope scope = NewDisposeScope();
        using var call = (LayerCall)ctx.get_data(nameof(LayerCall));
        Tensor x = ctx.get_saved_variables()[0].detach().requires_grad_(true);
        using (set_grad_enabled(true))
        {
            Tensor y = call.RunAgain(x);

            // An output that no loss depends on has no gradient.
            (Tensor Output, Tensor Gradient)[] reached =
                [.. call.Logits.Prepend(y).Zip(grad_outputs).Where(pair => !pair.Second.IsInvalid)];
            autograd.backward([.. reached.Select(pair => pair.Output)], [.. reached.Select(pair => pair.Gradient)]);
        }

        ctx.Dispose();                                                                     // the input
        grad_outputs.ForEach(gradient => gradient.Dispose());
        _handedOver?.Dispose();
        _handedOver = x.grad!.MoveToOuterDisposeScope();
        return [_handedOver, null!];
    }

    /// <summary>A layer with what it is called with, and the state of the generator before it ran.</summary>
    private sealed class LayerCall(Func<Tensor, AttentionInputs, int, Tensor> layer, AttentionInputs attention, int depth) : IDisposable
    {
        private readonly Tensor _generator = random.get_rng_state().DetachFromDisposeScope();

        public IReadOnlyList<Tensor> Logits => attention.Routers?.Logits ?? [];

        public Tensor Run(Tensor x) => layer(x, attention, depth);

        public Tensor RunAgain(Tensor x)
        {
            using Tensor now = random.get_rng_state();
            random.set_rng_state(_generator);
            Tensor y = Run(x);
            random.set_rng_state(now);
            return y;
        }

        public void Forget() => attention.Routers?.Clear();

        public void Dispose()
        {
            _generator.Dispose();
            attention.Routers?.Dispose();
            attention.Dispose();
        }
    }
}
