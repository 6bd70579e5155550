using Solar.Runtime;
using Solar.Runtime.Checkpoints;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Lab.Tests.OwnModules;

/// <summary>A user's own module that computes what <c>gated_mlp</c> does, with the same names.</summary>
[ModuleTensor("gate_proj.weight", "intermediate_size", "hidden_size")]
[ModuleTensor("up_proj.weight", "intermediate_size", "hidden_size")]
[ModuleTensor("down_proj.weight", "hidden_size", "intermediate_size")]
public class PlainGatedMlp : nn.Module<Tensor, Tensor>, IOwnModule
{
    private readonly int _hiddenSize, _intermediateSize;

    public PlainGatedMlp(Placement placement, int hiddenSize, int intermediateSize)
        : base(nameof(PlainGatedMlp))
    {
        (_hiddenSize, _intermediateSize) = (hiddenSize, intermediateSize);
        Gate = placement.Linear(hiddenSize, intermediateSize);
        Up = placement.Linear(hiddenSize, intermediateSize);
        Down = placement.Linear(intermediateSize, hiddenSize);
        register_module("gate_proj", Gate);
        register_module("up_proj", Up);
        register_module("down_proj", Down);
    }

    public Linear Gate { get; }

    public Linear Up { get; }

    public Linear Down { get; }

    public override Tensor forward(Tensor x) => Down.forward(nn.functional.silu(Gate.forward(x)) * Up.forward(x));

    public virtual void Bind(ParameterSource source, string prefix)
    {
        System.ArgumentNullException.ThrowIfNull(source);
        Gate.weight = source.Take($"{prefix}.gate_proj.weight", _intermediateSize, _hiddenSize);
        Up.weight = source.Take($"{prefix}.up_proj.weight", _intermediateSize, _hiddenSize);
        Down.weight = source.Take($"{prefix}.down_proj.weight", _hiddenSize, _intermediateSize);
    }

    protected override void RegisterComponents()
    {
    }
}

/// <summary>The same module, which says something else of itself.</summary>
[ModuleTensor("gate_proj.weight", "intermediate_size", "hidden_size")]
[ModuleTensor("up_proj.weight", "hidden_size", "hidden_size")]
[ModuleTensor("up_proj.bias", "intermediate_size")]
public sealed class LyingMlp(Placement placement, int hiddenSize, int intermediateSize) : PlainGatedMlp(placement, hiddenSize, intermediateSize);

/// <summary>The same module, which binds nothing.</summary>
[ModuleTensor("gate_proj.weight", "intermediate_size", "hidden_size")]
[ModuleTensor("up_proj.weight", "intermediate_size", "hidden_size")]
[ModuleTensor("down_proj.weight", "hidden_size", "intermediate_size")]
public sealed class ForgetfulMlp(Placement placement, int hiddenSize, int intermediateSize) : PlainGatedMlp(placement, hiddenSize, intermediateSize)
{
    public override void Bind(ParameterSource source, string prefix)
    {
    }
}
