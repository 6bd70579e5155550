using System;
using System.Linq;

namespace SolarPaper.World;

/// <summary>The beginning of a small story, and four ends of which one belongs to it.</summary>
/// <param name="Start">The beginning.</param>
/// <param name="Ends">The ends.</param>
/// <param name="Right">0-based index of the right one.</param>
internal sealed record Story(string Start, string[] Ends, int Right)
{
    /// <summary>The whole story.</summary>
    public string Text => $"{Start} {Ends[Right]}";

    /// <summary>A story that a generator draws.</summary>
    public static Story Draw(Random random, SmallWorld world)
    {
        string name = Vocabulary.Pick(random, world.People), place = Vocabulary.Pick(random, Vocabulary.Places);
        (string colour, string thing)[] objects = [.. Enumerable.Range(0, 4).Select(_ => (Vocabulary.Pick(random, Vocabulary.Colours), Vocabulary.Pick(random, Vocabulary.Things)))];
        if (objects.Distinct().Count() < objects.Length)
        {
            return Draw(random, world);
        }

        (string what, string verb) = random.Next(3) switch
        {
            0 => ("found", "took"),
            1 => ("bought", "carried"),
            _ => ("made", "showed"),
        };
        string start = $"{name} went to the {place}. There {name} {what} a {objects[0].colour} {objects[0].thing}.";
        string[] ends = [.. objects.Select(item => verb == "showed" ? $"{name} showed everybody the {item.colour} {item.thing}." : $"{name} {verb} the {item.colour} {item.thing} home.")];
        int right = random.Next(ends.Length);
        (ends[0], ends[right]) = (ends[right], ends[0]);
        return new Story(start, ends, right);
    }
}
