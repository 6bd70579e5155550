using Solar.Runtime.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Runtime;

/// <summary>Where and as what the parameters of a model are created. The default is float32 on the CPU.</summary>
/// <param name="Device">The device; null for the CPU.</param>
/// <param name="Dtype">The data type; null for the declared one.</param>
/// <param name="Generator">The source of random weights; null for the process-wide one.</param>
public readonly record struct Placement(Device? Device = null, ScalarType? Dtype = null, Generator? Generator = null)
{
    /// <summary>Standard deviation of Hugging Face's initialisation where the declaration says nothing.</summary>
    private const double DefaultInitializerRange = 0.02;

    /// <summary>Shapes without memory: a 10.7 B model in a second, to be filled from a checkpoint.</summary>
    public static Placement Meta => new(torch.META);

    /// <summary>Whether the parameters have shapes alone.</summary>
    public bool IsMeta => Device is { type: DeviceType.META };

    /// <summary>Standard deviation of fresh matrices; null for 0.02.</summary>
    public double? InitializerRange { get; init; }

    /// <summary>The same placement with what the caller left open filled in from the declaration.</summary>
    /// <param name="dtype">The declared data type.</param>
    /// <param name="initializerRange">The declared standard deviation of fresh matrices.</param>
    public Placement For(ScalarType dtype, double initializerRange) => this with
    {
        Device = Device ?? torch.CPU,
        Dtype = Dtype ?? dtype,
        InitializerRange = InitializerRange ?? initializerRange,
    };

    /// <summary>A linear map with fresh weights.</summary>
    /// <param name="inFeatures">Width of its input.</param>
    /// <param name="outFeatures">Width of its output.</param>
    /// <param name="hasBias">Whether it adds a bias, zero at first.</param>
    /// <returns>A module with weight [<paramref name="outFeatures"/>, <paramref name="inFeatures"/>].</returns>
    public Linear Linear(long inFeatures, long outFeatures, bool hasBias = false)
    {
        // TorchSharp's constructor draws Kaiming weights that nobody keeps: 7 s per billion parameters. On meta that is free.
        Linear linear = nn.Linear(inFeatures, outFeatures, hasBias, torch.META, Dtype);
        if (!IsMeta)
        {
            linear.weight = Own(Normal(outFeatures, inFeatures));
            if (hasBias)
            {
                linear.bias = Own(zeros(outFeatures, dtype: Dtype, device: Device));
            }
        }

        return linear;
    }

    /// <summary>An embedding with fresh weights.</summary>
    /// <param name="numEmbeddings">Number of tokens.</param>
    /// <param name="embeddingDim">Width of one row.</param>
    /// <returns>A module with weight [<paramref name="numEmbeddings"/>, <paramref name="embeddingDim"/>].</returns>
    public Embedding Embedding(long numEmbeddings, long embeddingDim)
    {
        // TorchSharp's constructor takes its memory on the CPU even where the device is meta: 0.5 GB for 32000 x 4096.
        // So it makes the least one, whose weight is then the real one; the forward pass asks for nothing else.
        Embedding embedding = nn.Embedding(1, 1);
        embedding.weight = Own(Normal(numEmbeddings, embeddingDim));
        return embedding;
    }

    /// <summary>A root-mean-square norm; its weight is one.</summary>
    /// <param name="size">Width of what is normed.</param>
    /// <param name="eps">Added to the mean of squares.</param>
    public RmsNorm RmsNorm(long size, double eps) => new(Own(ones(size, dtype: Dtype, device: Device)), eps);

    /// <summary>Gemma's root-mean-square norm; its weight, to which 1 is added, is zero.</summary>
    /// <param name="size">Width of what is normed.</param>
    /// <param name="eps">Added to the mean of squares.</param>
    public GemmaRmsNorm GemmaRmsNorm(long size, double eps) => new(Own(zeros(size, dtype: Dtype, device: Device)), eps);

    /// <summary>A layer norm, <c>weight · (x - mean) / √(variance + eps) + bias</c>; its weight is one, its bias zero.</summary>
    /// <param name="size">Width of what is normed.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="hasBias">Whether it has a bias.</param>
    public LayerNorm LayerNorm(long size, double eps, bool hasBias = true) =>
        nn.LayerNorm(size, eps, elementwise_affine: true, hasBias, Device ?? torch.CPU, Dtype);

    /// <summary>GPT-2's linear map with fresh weights and a bias of zero.</summary>
    /// <param name="inFeatures">Width of its input.</param>
    /// <param name="outFeatures">Width of its output.</param>
    /// <returns>A module with weight [<paramref name="inFeatures"/>, <paramref name="outFeatures"/>].</returns>
    public Conv1D Conv1D(long inFeatures, long outFeatures) =>
        new(Own(Normal(inFeatures, outFeatures)), Own(zeros(outFeatures, dtype: Dtype, device: Device)));

    private Tensor Normal(long rows, long columns)
    {
        Tensor values = empty(rows, columns, dtype: Dtype, device: Device);
        return IsMeta ? values : values.normal_(0, InitializerRange ?? DefaultInitializerRange, Generator);
    }

    // A parameter lives as long as its module, whatever dispose scope the module was made in.
    private static Parameter Own(Tensor values)
    {
        Parameter parameter = new(values);
        parameter.DetachFromDisposeScope();
        return parameter;
    }
}
