using System;
using System.IO.Hashing;
using System.Text;

namespace SolarPaper.World;

/// <summary>What is held back for tests: a fifth of all texts that can be drawn, by their own hash, so that no text is ever on both sides.</summary>
internal static class Held
{
    private const uint Parts = 5;

    /// <summary>Whether a text is for tests alone.</summary>
    public static bool Back(string text) => XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(text)) % Parts == 0;

    /// <summary>Draws until something is on the side that is wanted.</summary>
    /// <param name="draw">Draws.</param>
    /// <param name="text">The text that says on which side it is.</param>
    /// <param name="isTest">Which side.</param>
    public static T Draw<T>(Func<T> draw, Func<T, string> text, bool isTest)
    {
        T drawn = draw();
        while (Back(text(drawn)) != isTest)
        {
            drawn = draw();
        }

        return drawn;
    }
}
