using System;

namespace SolarPaper.World;

/// <summary>A sentence in which one of two words is meant, and its rest says which.</summary>
/// <param name="Start">The sentence up to the word.</param>
/// <param name="Options">The two words.</param>
/// <param name="Right">0-based index of the one that is meant.</param>
/// <param name="Rest">The rest of the sentence.</param>
internal sealed record Riddle(string Start, string[] Options, int Right, string Rest)
{
    /// <summary>The whole sentence with the right word.</summary>
    public string Sentence => $"{Start} {Options[Right]} {Rest}";

    /// <summary>A sentence that a generator draws.</summary>
    public static Riddle Draw(Random random, SmallWorld world)
    {
        bool isFirst = random.Next(2) == 0;
        string[] people = [.. world.People];
        random.Shuffle(people);
        string thing = Vocabulary.Pick(random, Vocabulary.Things), container = Vocabulary.Pick(random, Vocabulary.Containers);
        (string start, string first, string second, string ofFirst, string ofSecond) = random.Next(4) switch
        {
            0 => ($"The {thing} did not fit into the {container} because the", thing, container, "was too big.", "was too small."),
            1 => ($"{people[0]} gave the {thing} to {people[1]} because", people[0], people[1], "had two of them.", "had none."),
            2 => ($"{people[0]} asked {people[1]} for the way because", people[0], people[1], "was lost.", "knew the town well."),
            _ => ($"{people[0]} carried the {thing} for {people[1]} because", people[0], people[1], "was strong.", "was tired."),
        };
        string[] options = [first, second];
        return new Riddle(start, options, isFirst ? 0 : 1, isFirst ? ofFirst : ofSecond);
    }
}
