using System;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Checkpoints.Lora;
using Solar.Runtime.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Runtime.Training.Lora;

/// <summary>A linear map with an adapter: its output, and beside it scale · B · A of its input. Its own weight is not touched.</summary>
public sealed class AdaptedModule : IDisposable
{
    // Spans end at 2 GiB.
    private const long Piece = 1 << 24;

    private readonly LoraAdapters _adapters;
    private readonly Action _removeHook;

    internal AdaptedModule(LoraAdapters adapters, string name, nn.Module<Tensor, Tensor> module, Generator generator)
    {
        _adapters = adapters;
        Name = name;
        Parameter weight = module switch
        {
            Linear linear => linear.weight!,
            Conv1D map => map.weight,
            _ => throw new ArgumentException($"{name} is a {module.GetType().Name}, and only linear maps have adapters.", nameof(module)),
        };
        IsTransposed = module is Conv1D;
        long rows = weight.size(0), columns = weight.size(1), rank = adapters.Settings.Rank;
        (long width, long output) = IsTransposed ? (rows, columns) : (columns, rows);
        A = Own(Kaiming(rank, width, generator), weight);
        B = Own(zeros(output, rank), weight);
        var hook = module.register_forward_hook((self, input, result) => Add(self, input, result));
        _removeHook = hook.remove;
    }

    /// <summary>The map's name, such as <c>model.layers.0.self_attn.q_proj</c>.</summary>
    public string Name { get; }

    /// <summary>Name of the map's own weight in checkpoints.</summary>
    public string WeightName => Name + ".weight";

    /// <summary>Whether the map's weight is stored [in, out], as that of <see cref="Conv1D"/> is (PEFT's <c>fan_in_fan_out</c>).</summary>
    public bool IsTransposed { get; }

    /// <summary>A, [rank, in]: drawn from U(−1/√in, 1/√in), which is Kaiming's with a = √5.</summary>
    public Parameter A { get; }

    /// <summary>B, [out, rank]: zero at first, so that training starts at the model itself.</summary>
    public Parameter B { get; }

    /// <summary>Name of <see cref="A"/> among trained parameters; PEFT's behind its prefix.</summary>
    internal string NameOfA => Name + LoraNames.A;

    /// <summary>Name of <see cref="B"/>.</summary>
    internal string NameOfB => Name + LoraNames.B;

    /// <summary>The map's weight with its adapter in it, float32, with the very arithmetic of <see cref="LoraMerger"/>: each number is rounded once.</summary>
    /// <param name="weight">The map's own weight.</param>
    /// <param name="a">A as the optimiser holds it.</param>
    /// <param name="b">B as the optimiser holds it.</param>
    /// <returns>A tensor on the CPU.</returns>
    internal unsafe Tensor Merged(Tensor weight, Tensor a, Tensor b)
    {
        Tensor merged = weight.detach().to(ScalarType.Float32, CPU, copy: true).contiguous();
        LowRankProduct product = LoraJob.Product(Floats(a), Floats(b), _adapters.Settings.Rank, IsTransposed);
        float* elements = (float*)MappedTensors.Pointer(merged);
        for (long start = 0, count = merged.numel(); start < count; start += Piece)
        {
            product.AddTo(start, new Span<float>(elements + start, (int)Math.Min(Piece, count - start)), _adapters.Settings.Scale);
        }

        return merged;
    }

    /// <summary>Takes the adapter off and frees it; the map stays.</summary>
    public void Dispose()
    {
        _removeHook();
        A.Dispose();
        B.Dispose();
    }

    private Tensor Add(nn.Module module, Tensor input, Tensor result)
    {
        if (!_adapters.IsOn)
        {
            return result;
        }

        LoraSettings settings = _adapters.Settings;
        using DisposeScope scope = NewDisposeScope();
        Tensor x = settings.Dropout > 0 && module.training ? Dropped(input, settings.Dropout) : input;
        Tensor low = nn.functional.linear(x, A);                                   // [.., rank]
        Tensor added = nn.functional.linear(low, B);                               // [.., out]

        // A result without a gradient of its own is nobody else's; the other has no reader any more, and frees its memory at once.
        if (!result.requires_grad)
        {
            result.add_(added, alpha: settings.Scale);
            return result;
        }

        using (result)
        {
            return result.add(added, alpha: settings.Scale).MoveToOuterDisposeScope();
        }
    }

    private static Tensor Dropped(Tensor input, double share)
    {
        using Generator generator = DrawnGenerator.On(input.device);
        return input * empty_like(input).bernoulli_(1 - share, generator).div_(1 - share);
    }

    private static Tensor Kaiming(long rank, long width, Generator generator)
    {
        double bound = 1 / Math.Sqrt(width);
        using (no_grad())
        {
            return empty(rank, width).uniform_(-bound, bound, generator);
        }
    }

    private static Parameter Own(Tensor values, Parameter beside)
    {
        using (values)
        {
            Parameter parameter = new(values.to(beside.dtype, beside.device, copy: true));
            parameter.DetachFromDisposeScope();
            return parameter;
        }
    }

    private static float[] Floats(Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        return values.detach().to(ScalarType.Float32, CPU).contiguous().data<float>().ToArray();
    }
}
