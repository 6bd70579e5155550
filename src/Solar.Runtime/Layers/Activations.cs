using System;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>The activations of transformers' <c>ACT2FN</c> that <c>torch.nn.functional</c> does not have by that name.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>hidden_act</term><description>in emitted code</description></listheader>
/// <item><term>silu, swish</term><description><c>functional.silu(x)</c></description></item>
/// <item><term>gelu</term><description><c>functional.gelu(x)</c></description></item>
/// <item><term>gelu_new, gelu_fast, gelu_pytorch_tanh</term><description><c>Activations.GeluTanh(x)</c></description></item>
/// <item><term>quick_gelu</term><description><c>Activations.QuickGelu(x)</c></description></item>
/// <item><term>relu</term><description><c>functional.relu(x)</c></description></item>
/// <item><term>relu2</term><description><c>Activations.SquaredRelu(x)</c></description></item>
/// <item><term>tanh, sigmoid</term><description><c>functional.tanh(x)</c>, <c>functional.sigmoid(x)</c></description></item>
/// </list>
/// </remarks>
public static class Activations
{
    /// <summary>GELU by tanh: x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))), the fused kernel.</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor GeluTanh(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return nn.functional.gelu(x, GELU.Approximate.tanh);
    }

    /// <summary>GELU by a sigmoid: x · σ(1.702 x).</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor QuickGelu(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        using Tensor steeper = x * 1.702;
        using Tensor share = steeper.sigmoid();
        return x * share;
    }

    /// <summary>max(x, 0)².</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor SquaredRelu(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        using Tensor positive = x.relu();
        return positive.square();
    }
}
