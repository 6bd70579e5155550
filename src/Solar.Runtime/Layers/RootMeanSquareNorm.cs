using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>What the root-mean-square norms share: <c>x / √(mean(x²) + eps)</c> over the last dimension, in float32.</summary>
public abstract class RootMeanSquareNorm : nn.Module<Tensor, Tensor>
{
    private readonly Scalar _eps, _one = 1;
    private Parameter _weight;

    private protected RootMeanSquareNorm(string name, Parameter weight, double eps) : base(name)
    {
        _eps = eps;
        _weight = weight;
        Eps = eps;
        ConditionallyRegisterParameter(nameof(weight), weight);
    }

    /// <summary>Added to the mean of squares.</summary>
    public double Eps { get; }

    /// <summary>One number for each feature, [size]. Setting it disposes of the former one.</summary>
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
            return Weigh(normed, dtype);
        }

        using Tensor exact = input.to(ScalarType.Float32);
        using Tensor wide = Normalize(exact);
        return Weigh(wide, dtype);
    }

    /// <summary>Applies the weight to what is normed, in float32, and returns it in the given type.</summary>
    private protected abstract Tensor Weigh(Tensor normed, ScalarType dtype);

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
            _one.Dispose();
        }

        base.Dispose(disposing);
    }

    private Tensor Normalize(Tensor x)
    {
        using Tensor square = x.square();
        using Tensor mean = square.mean([-1], keepdim: true);
        using Tensor scale = mean.add_(_eps, _one).rsqrt_();
        return x * scale;
    }
}
