using static TorchSharp.torch;

namespace Solar.Runtime.Training;

/// <summary>
/// Generators for what is drawn within a forward pass, each seeded by one number of the run's own generator: that one is on the CPU whatever the
/// device, is stored in states, and is set back where a pass is computed again. So a mask on any device is drawn again as it was.
/// </summary>
internal static class DrawnGenerator
{
    /// <summary>A generator for one mask.</summary>
    /// <param name="device">Where it draws.</param>
    public static Generator On(Device device)
    {
        using Tensor seed = randint(long.MaxValue, [1], ScalarType.Int64);
        return new Generator((ulong)seed.item<long>(), device);
    }

    /// <summary>The state of the run's own generator.</summary>
    public static byte[] State()
    {
        using Tensor state = random.get_rng_state();
        return state.bytes.ToArray();
    }

    /// <summary>Sets it back.</summary>
    public static void Set(byte[] state)
    {
        using Tensor values = tensor(state, ScalarType.Byte);
        random.set_rng_state(values);
    }
}
