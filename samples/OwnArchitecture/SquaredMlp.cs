using Solar;
using Solar.Runtime;
using Solar.Runtime.Checkpoints;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OwnArchitecture;

/// <summary>A feed-forward block with ReLU² between its two matrices (So et al. 2021, arXiv 2109.08668).</summary>
[ModuleTensor("up.weight", "intermediate_size", "hidden_size")]
[ModuleTensor("down.weight", "hidden_size", "intermediate_size")]
public sealed class SquaredMlp : Module<Tensor, Tensor>, IOwnModule
{
    private readonly int _hiddenSize, _intermediateSize;

    public SquaredMlp(Placement placement, int hiddenSize, int intermediateSize)
        : base(nameof(SquaredMlp))
    {
        (_hiddenSize, _intermediateSize) = (hiddenSize, intermediateSize);
        Up = placement.Linear(hiddenSize, intermediateSize);
        Down = placement.Linear(intermediateSize, hiddenSize);
        register_module("up", Up);
        register_module("down", Down);
    }

    public Linear Up { get; }

    public Linear Down { get; }

    public override Tensor forward(Tensor x) => Down.forward(Up.forward(x).relu().square());

    public void Bind(ParameterSource source, string prefix)
    {
        Up.weight = source.Take($"{prefix}.up.weight", _intermediateSize, _hiddenSize);
        Down.weight = source.Take($"{prefix}.down.weight", _hiddenSize, _intermediateSize);
    }

    protected override void RegisterComponents()
    {
        // The constructor registers by name.
    }
}
