using System;
using Spectre.Console;

namespace Solar.Lab.Inspection;

/// <summary>The colour of a cosine: dark blue for 0, through green, to yellow for 1; red below 0. Readable without seeing red and green apart, since it grows lighter.</summary>
internal static class HeatColour
{
    private static readonly (byte R, byte G, byte B)[] Scale = [(38, 24, 74), (49, 71, 127), (38, 120, 142), (53, 170, 115), (160, 208, 57), (253, 231, 37)];

    /// <summary>The colour.</summary>
    public static (byte R, byte G, byte B) Of(double cosine)
    {
        if (cosine < -0.05)
        {
            return (200, 50, 50);
        }

        double place = Math.Clamp(cosine, 0, 1) * (Scale.Length - 1);
        int below = Math.Min((int)place, Scale.Length - 2);
        double share = place - below;
        (byte r, byte g, byte b) = Scale[below];
        (byte r2, byte g2, byte b2) = Scale[below + 1];
        return (Mix(r, r2), Mix(g, g2), Mix(b, b2));

        byte Mix(byte from, byte to) => (byte)Math.Round(from + ((to - from) * share));
    }

    /// <summary>The colour for a terminal.</summary>
    public static Color Terminal(double cosine)
    {
        (byte r, byte g, byte b) = Of(cosine);
        return new Color(r, g, b);
    }

    /// <summary>The colour for a web page.</summary>
    public static string Hex(double cosine)
    {
        (byte r, byte g, byte b) = Of(cosine);
        return $"#{r:x2}{g:x2}{b:x2}";
    }
}
