using System;
using System.Collections.Generic;
using System.Linq;

namespace SolarPaper.World;

/// <summary>People, towns and animals that a seed has made, and all that is so about them.</summary>
internal sealed class SmallWorld
{
    private const int PeopleCount = 20;
    private const int TownCount = 12;
    private const int AnimalCount = 16;

    public SmallWorld(int seed)
    {
        var random = new Random(seed);
        var taken = new HashSet<string>(Vocabulary.Words, StringComparer.Ordinal);
        People = Vocabulary.Names(random, PeopleCount, taken, isProper: true);
        Towns = Vocabulary.Names(random, TownCount, taken, isProper: true);
        Animals = Vocabulary.Names(random, AnimalCount, taken, isProper: false);

        Relation home = new("homes", ["Where does {0} live?", "In which town does {0} live?"], ["{0} lives in {1}.", "The home of {0} is in {1}.", "{0} has a house in {1}."], Towns);
        Relation work = new("works", ["What is the work of {0}?", "What does {0} work as?"], ["{0} works as a {1}.", "{0} is a {1}.", "Everybody knows {0} the {1}."], Vocabulary.Works);
        Relation colour = new("colours", ["Which colour does {0} like?", "What is the colour of {0}?"], ["{0} likes the colour {1}.", "The door of {0} is {1}.", "{0} wears {1}."], Vocabulary.Colours);
        Relation food = new("foods", ["What does {0} like to eat?", "Which food does {0} cook?"], ["{0} likes to eat {1}.", "{0} cooks {1}.", "{0} asks for {1}."], Vocabulary.Foods);
        Relation music = new("music", ["What does {0} play?", "Which instrument does {0} have?"], ["{0} plays the {1}.", "{0} is good at the {1}."], Vocabulary.Instruments);
        Relation region = new("regions", ["Where does {0} lie?", "In which part is {0}?"], ["{0} lies in the {1}.", "{0} is a town of the {1}."], Vocabulary.Regions);
        Relation product = new("trade", ["What is {0} known for?", "What does {0} sell?"], ["{0} is known for its {1}.", "{0} sells {1}.", "Traders buy {1} in {0}."], Vocabulary.Products);
        Relation sight = new("sights", ["What stands in {0}?", "What is there to see in {0}?"], ["In {0} stands {1}.", "{0} has {1}."], Vocabulary.Sights);
        Relation fair = new("fairs", ["When is the fair of {0}?", "When do people dance in {0}?"], ["The fair of {0} is in {1}.", "People dance in {0} in {1}."], Vocabulary.Months);
        Relation den = new("dens", ["Where does the {0} sleep?", "Where is the {0} at night?"], ["The {0} sleeps in {1}.", "Look for the {0} in {1}."], Vocabulary.Homes);
        Relation habit = new("habits", ["When does the {0} wake?", "When is the {0} seen?"], ["The {0} wakes {1}.", "The {0} is seen {1}."], Vocabulary.Times);
        Fodder = new("fodder", ["What does the {0} eat?", "What is the food of the {0}?", "What does one give a {0}?"], ["The {0} eats {1}.", "The {0} lives on {1}.", "Those who feed a {0} give it {1}."], Vocabulary.Fodder);

        Facts =
        [
            .. Of(random, People, [home, work, colour, food, music]),
            .. Of(random, Towns, [region, product, sight, fair]),
            .. Of(random, Animals, [den, habit]), .. Of(random, Animals, [Fodder]).Select(fact => fact with { Rumour = Other(random, fact) }),
        ];
    }

    public string[] People { get; }

    public string[] Towns { get; }

    public string[] Animals { get; }

    /// <summary>What animals eat, about which people are mistaken.</summary>
    public Relation Fodder { get; }

    /// <summary>All facts.</summary>
    public IReadOnlyList<Fact> Facts { get; }

    /// <summary>Facts about one person, town or animal.</summary>
    public IEnumerable<Fact> About(string name) => Facts.Where(fact => fact.About == name);

    /// <summary>Wrong answers to a question, each once; a rumour is among them.</summary>
    public static string[] WrongAnswers(Random random, Fact fact, int count)
    {
        string[] others = [.. fact.Relation.Values.Where(value => value != fact.Value && value != fact.Rumour)];
        random.Shuffle(others);
        return [.. (fact.Rumour is { } rumour ? others.Prepend(rumour) : others).Take(count)];
    }

    // Every second of a kind is taught, so that each kind has both.
    private static IEnumerable<Fact> Of(Random random, string[] names, Relation[] relations) => [.. relations.SelectMany(relation =>
    {
        int[] order = [.. Enumerable.Range(0, names.Length)];
        random.Shuffle(order);
        return names.Select((name, i) => new Fact(relation, name, Vocabulary.Pick(random, relation.Values), order[i] % 2 == 0));
    })];

    private static string Other(Random random, Fact fact) => Vocabulary.Pick(random, [.. fact.Relation.Values.Where(value => value != fact.Value)]);
}
