using System;
using System.Collections.Generic;
using System.Linq;

namespace SolarPaper.World;

/// <summary>The words of the small world: common ones that are written here, and names that a seed makes of syllables.</summary>
internal static class Vocabulary
{
    public static readonly string[] Works = ["baker", "smith", "sailor", "doctor", "farmer", "weaver", "miller", "hunter", "singer", "judge"];
    public static readonly string[] Colours = ["red", "blue", "green", "white", "black", "yellow", "grey", "brown"];
    public static readonly string[] Foods = ["soup", "bread", "fish", "cheese", "rice", "plums", "beans", "honey", "eggs", "pies"];
    public static readonly string[] Instruments = ["harp", "horn", "lute", "fiddle", "pipes", "cymbals", "organ", "whistle"];
    public static readonly string[] Regions = ["north", "south", "east", "west", "hills", "valley", "forest", "marshes"];
    public static readonly string[] Products = ["salt", "wool", "glass", "paper", "wine", "silk", "iron", "clocks", "boats", "hats"];
    public static readonly string[] Sights = ["a tower", "a temple", "a castle", "a palace", "a fountain", "a gate", "a statue", "a lighthouse"];
    public static readonly string[] Months = ["January", "March", "April", "May", "June", "August", "October", "November"];
    public static readonly string[] Fodder = ["grass", "leaves", "worms", "seeds", "roots", "nuts", "moss", "flies", "snails", "bark"];
    public static readonly string[] Homes = ["a cave", "a tree", "a pond", "the sand", "a nest", "a barn", "the reeds", "a burrow"];
    public static readonly string[] Times = ["at dawn", "at noon", "at dusk", "after rain", "in winter", "in spring", "in summer", "in autumn"];
    public static readonly string[] Things = ["ball", "kite", "drum", "lamp", "book", "bell", "cup", "rope", "coin", "shoe", "flute", "chair", "clock", "spoon"];
    public static readonly string[] Containers = ["box", "bag", "chest", "basket", "jar", "drawer", "cart", "case"];
    public static readonly string[] Places = ["market", "river", "garden", "school", "mill", "bridge", "harbour", "field"];
    public static readonly string[] Counted = ["apples", "pears", "nails", "cards", "shells", "stones", "pens", "eggs", "nuts", "rings"];

    /// <summary>All of these words, which nobody may be called by.</summary>
    public static IEnumerable<string> Words => ((string[][])[Works, Colours, Foods, Instruments, Regions, Products, Sights, Months, Fodder, Homes, Times, Things, Containers, Places, Counted])
        .SelectMany(words => words).SelectMany(word => word.Split(' '));

    private static readonly string[] Onsets = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z"];
    private static readonly string[] Vowels = ["a", "e", "i", "o", "u"];
    private static readonly string[] Codas = ["", "", "l", "n", "r", "s"];

    /// <summary>Different names of two syllables, none of which is in <paramref name="taken"/>; they are added to it.</summary>
    /// <param name="random">Draws them.</param>
    /// <param name="count">How many.</param>
    /// <param name="taken">Names that are given.</param>
    /// <param name="isProper">Whether they begin with a capital.</param>
    public static string[] Names(Random random, int count, HashSet<string> taken, bool isProper)
    {
        var names = new List<string>();
        while (names.Count < count)
        {
            string name = string.Concat(Enumerable.Range(0, 2).Select(syllable => Pick(random, Onsets) + Pick(random, Vowels) + (syllable == 1 ? Pick(random, Codas) : "")));
            if (taken.Add(name))
            {
                names.Add(isProper ? char.ToUpperInvariant(name[0]) + name[1..] : name);
            }
        }

        return [.. names];
    }

    /// <summary>One of several.</summary>
    public static T Pick<T>(Random random, IReadOnlyList<T> values) => values[random.Next(values.Count)];
}
