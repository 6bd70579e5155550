using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>Root-mean-square norm, computed in float32 whatever the type of its input: <c>weight · (x / √(mean(x²) + eps))</c>.</summary>
/// <remarks>As Hugging Face's LlamaRMSNorm: what is normed is rounded to the input's type before it is multiplied by the weight.</remarks>
public sealed class RmsNorm : nn.Module<Tensor, Tensor>
{
    private readonly Scalar _eps;
    private Parameter _weight;

    /// <summary>A norm with the given weight.</summary>
    /// <param name="weight">Scale of each feature, [size]; belongs to this module from now on.</param>
    /// <param name="eps">Added to the mean of squares.</param>
    public RmsNorm(Parameter weight, double eps) : base(nameof(RmsNorm))
    {
        _eps = eps;
        _weight = weight;
        Eps = eps;
        ConditionallyRegisterParameter(nameof(weight), weight);
    }

    /// <summary>Added to the mean of squares.</summary>
    public double Eps { get; }

    /// <summary>Scale of each feature, [size]. Setting it disposes of the former one.</summary>
    public Parameter weight
    {
        get => _weight;
        set
        {
            if (!ReferenceEquals(_weight, value))
            {
                _weight.Dispose();
            }

            value.DetachFromDisposeScope();
            _weight = value;
            ConditionallyRegisterParameter(nameof(weight), value);
        }
    }

    /// <summary>The norm of each last dimension.</summary>
    /// <param name="input">Hidden states [.., size].</param>
    /// <returns>The same shape and type.</returns>
    public override Tensor forward(Tensor input)
    {
        ScalarType dtype = input.dtype;
        if (dtype == ScalarType.Float32)
        {
            using Tensor normed = Normalize(input);
            return normed * _weight;
        }

        using Tensor exact = input.to(ScalarType.Float32);
        using Tensor wide = Normalize(exact);
        using Tensor rounded = wide.to(dtype);
        return rounded * _weight;
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _weight.Dispose();
            _eps.Dispose();
        }

        base.Dispose(disposing);
    }

    private Tensor Normalize(Tensor x)
    {
        using Tensor square = x.square();
        using Tensor mean = square.mean([-1], keepdim: true);
        using Tensor scale = mean.add_(_eps).rsqrt_();
        return x * scale;
    }
}
