using System;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

// transformers' ACT2FN in emitted code: silu, swish: functional.silu(x); gelu: functional.gelu(x); relu: functional.relu(x);
// gelu_new, gelu_fast, gelu_pytorch_tanh: Kernels.GeluTanh(x); quick_gelu: Kernels.QuickGelu(x); relu2: Kernels.SquaredRelu(x).
public static partial class Kernels
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
