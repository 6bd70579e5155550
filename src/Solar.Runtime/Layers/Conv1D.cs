using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>GPT-2's linear map, whose weight lies the other way round than that of <see cref="Linear"/>: <c>x · weight + bias</c>.</summary>
/// <remarks>Its name is Hugging Face's; no convolution is in it.</remarks>
public sealed class Conv1D : nn.Module<Tensor, Tensor>
{
    private Parameter _weight;
    private Parameter _bias;

    /// <summary>A map with the given parameters, which belong to this module from now on.</summary>
    /// <param name="weight">[inFeatures, outFeatures].</param>
    /// <param name="bias">[outFeatures].</param>
    public Conv1D(Parameter weight, Parameter bias) : base(nameof(Conv1D))
    {
        _weight = weight;
        _bias = bias;
        ConditionallyRegisterParameter(nameof(weight), weight);
        ConditionallyRegisterParameter(nameof(bias), bias);
    }

    /// <summary>The matrix, [inFeatures, outFeatures]. Setting it disposes of the former one.</summary>
    public Parameter weight
    {
        get => _weight;
        set => Replace(ref _weight, value, nameof(weight));
    }

    /// <summary>What is added, [outFeatures]. Setting it disposes of the former one.</summary>
    public Parameter bias
    {
        get => _bias;
        set => Replace(ref _bias, value, nameof(bias));
    }

    /// <summary>The map of each last dimension.</summary>
    /// <param name="input">[.., inFeatures].</param>
    /// <returns>[.., outFeatures].</returns>
    public override Tensor forward(Tensor input)
    {
        using Tensor transposed = _weight.t();
        return nn.functional.linear(input, transposed, _bias);
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
            _bias.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Replace(ref Parameter field, Parameter value, string name)
    {
        if (!ReferenceEquals(field, value))
        {
            field.Dispose();
        }

        value.DetachFromDisposeScope();
        field = value;
        ConditionallyRegisterParameter(name, value);
    }
}
