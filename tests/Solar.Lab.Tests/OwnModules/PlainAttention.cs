using Solar.Runtime;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Lab.Tests.OwnModules;

/// <summary>A user's own module that computes Llama's attention, with the same names: scores written out, heads repeated, the mask of the pass added.</summary>
[ModuleTensor("q_proj.weight", "num_attention_heads*head_dim", "hidden_size")]
[ModuleTensor("k_proj.weight", "num_key_value_heads*head_dim", "hidden_size")]
[ModuleTensor("v_proj.weight", "num_key_value_heads*head_dim", "hidden_size")]
[ModuleTensor("o_proj.weight", "hidden_size", "num_attention_heads*head_dim")]
public sealed class PlainAttention : nn.Module<Tensor, AttentionInputs, int, Tensor>, IOwnModule
{
    private readonly int _heads, _keyValueHeads, _headDim;
    private readonly int? _slidingWindow;

    public PlainAttention(Placement placement, int hiddenSize, int numAttentionHeads, int numKeyValueHeads, int headDim, int? slidingWindow)
        : base(nameof(PlainAttention))
    {
        (_heads, _keyValueHeads, _headDim, _slidingWindow) = (numAttentionHeads, numKeyValueHeads, headDim, slidingWindow);
        Query = placement.Linear(hiddenSize, _heads * headDim);
        Key = placement.Linear(hiddenSize, _keyValueHeads * headDim);
        Value = placement.Linear(hiddenSize, _keyValueHeads * headDim);
        Output = placement.Linear(_heads * headDim, hiddenSize);
        register_module("q_proj", Query);
        register_module("k_proj", Key);
        register_module("v_proj", Value);
        register_module("o_proj", Output);
    }

    public Linear Query { get; }

    public Linear Key { get; }

    public Linear Value { get; }

    public Linear Output { get; }

    public override Tensor forward(Tensor x, AttentionInputs attention, int depth)
    {
        System.ArgumentNullException.ThrowIfNull(x);
        System.ArgumentNullException.ThrowIfNull(attention);
        Tensor q = Split(Query.forward(x), _heads), k = Split(Key.forward(x), _keyValueHeads), v = Split(Value.forward(x), _keyValueHeads);
        (q, k) = Kernels.ApplyRotary(q, k, attention);
        if (attention.Cache is { } cache)
        {
            (k, v) = cache.Append(depth, k, v);
        }

        Tensor scores = q.matmul(Repeat(k).transpose(2, 3)) / System.Math.Sqrt(_headDim);
        if (attention.Mask(_slidingWindow) is { } mask)
        {
            scores += mask;
        }

        return Output.forward(scores.softmax(-1).matmul(Repeat(v)).transpose(1, 2).flatten(2));
    }

    public void Bind(ParameterSource source, string prefix)
    {
        System.ArgumentNullException.ThrowIfNull(source);
        Query.weight = source.Take($"{prefix}.q_proj.weight", Query.weight!.shape);
        Key.weight = source.Take($"{prefix}.k_proj.weight", Key.weight!.shape);
        Value.weight = source.Take($"{prefix}.v_proj.weight", Value.weight!.shape);
        Output.weight = source.Take($"{prefix}.o_proj.weight", Output.weight!.shape);
    }

    protected override void RegisterComponents()
    {
    }

    private Tensor Split(Tensor x, int heads) => x.view(x.size(0), x.size(1), heads, _headDim).transpose(1, 2);

    private Tensor Repeat(Tensor x) => x.repeat_interleave(_heads / _keyValueHeads, 1);
}
