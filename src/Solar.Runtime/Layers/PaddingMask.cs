using System;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>The padding of a batch, as far as attention has to care.</summary>
internal readonly struct PaddingMask : IDisposable
{
    private PaddingMask(Tensor? real) => Real = real;

    /// <summary>True for a real token, [batch, past + length]; null where nothing has to be hidden for padding's sake.</summary>
    public Tensor? Real { get; }

    /// <summary>Reads the caller's mask.</summary>
    /// <exception cref="ArgumentException">It is not [batch, past + length].</exception>
    public static PaddingMask Read(Tensor? mask, long batch, long past, long length)
    {
        if (mask is null)
        {
            return default;
        }

        if (mask.dim() != 2 || mask.size(0) != batch || mask.size(1) != past + length)
        {
            throw new ArgumentException(
                $"the attention mask is [{string.Join(", ", mask.shape)}], it has to be [batch, past + length] = [{batch}, {past + length}]",
                nameof(mask));
        }

        Tensor real = mask.to(ScalarType.Bool);
        if (!IsRightPadded(real, past + length))
        {
            return new PaddingMask(real);
        }

        real.Dispose();
        return default;
    }

    public void Dispose() => Real?.Dispose();

    // Padding that comes after the last real token is later than all of them: being causal hides it already.
    // Its own outputs are arbitrary, as everybody's are.
    private static bool IsRightPadded(Tensor real, long total)
    {
        using Tensor earlier = real.narrow(1, 0, total - 1);
        using Tensor later = real.narrow(1, 1, total - 1);
        using Tensor descends = later.le(earlier);
        using Tensor all = descends.all();
        return all.ToBoolean();
    }
}
