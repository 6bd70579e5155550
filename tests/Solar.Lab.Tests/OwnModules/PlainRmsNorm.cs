using Solar.Runtime;
using Solar.Runtime.Checkpoints;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Lab.Tests.OwnModules;

/// <summary>A user's own module that computes what <c>rms_norm</c> does, with the same name.</summary>
[ModuleTensor("weight", "hidden_size")]
public class PlainRmsNorm : nn.Module<Tensor, Tensor>, IOwnModule
{
    private readonly double _eps;
    private Parameter _weight;

    public PlainRmsNorm(Placement placement, int hiddenSize, double eps)
        : base(nameof(PlainRmsNorm))
    {
        _eps = eps;
        _weight = new Parameter(ones(hiddenSize, placement.Dtype ?? ScalarType.Float32, placement.Device));
        register_parameter("weight", _weight);
    }

    public override Tensor forward(Tensor x)
    {
        System.ArgumentNullException.ThrowIfNull(x);
        return x / (x.square().mean([-1L], keepdim: true) + _eps).sqrt() * _weight;
    }

    public void Bind(ParameterSource source, string prefix)
    {
        System.ArgumentNullException.ThrowIfNull(source);
        ConditionallyRegisterParameter("weight", _weight = source.Take($"{prefix}.weight", _weight.shape));
    }

    protected override void RegisterComponents()
    {
    }
}

/// <summary>A norm without parameters, which gives back what it gets.</summary>
public sealed class NoNorm : nn.Module<Tensor, Tensor>, IOwnModule
{
    public NoNorm(Placement placement, int hiddenSize, double eps)
        : base(nameof(NoNorm))
    {
    }

    public override Tensor forward(Tensor x) => x;

    public void Bind(ParameterSource source, string prefix)
    {
    }

    protected override void RegisterComponents()
    {
    }
}
