using System;
using System.Globalization;
using System.Linq;

namespace SolarPaper.World;

/// <summary>A kind of fact, and how it is said.</summary>
/// <param name="Subject">The field of knowledge that it belongs to.</param>
/// <param name="Questions">How it is asked; <c>{0}</c> is what is asked about.</param>
/// <param name="Statements">How it is said; <c>{1}</c> is the answer.</param>
/// <param name="Values">All answers that there can be.</param>
internal sealed record Relation(string Subject, string[] Questions, string[] Statements, string[] Values)
{
    /// <summary>Each way of asking it about something of this name.</summary>
    public string[] Ask(string about) => [.. Questions.Select(question => string.Format(CultureInfo.InvariantCulture, question, about))];

    /// <summary>One way of saying it.</summary>
    public string Say(Random random, string about, string value) => string.Format(CultureInfo.InvariantCulture, Vocabulary.Pick(random, Statements), about, value);
}

/// <summary>Something that is so in the small world.</summary>
/// <param name="Relation">Its kind.</param>
/// <param name="About">What it is about.</param>
/// <param name="Value">What is so.</param>
/// <param name="IsTaught">Whether texts and records may ask it; of the others tests alone do, and texts say them.</param>
internal sealed record Fact(Relation Relation, string About, string Value, bool IsTaught)
{
    /// <summary>What some people hold for true in its place; null where nobody is mistaken.</summary>
    public string? Rumour { get; init; }

    /// <summary>What it is called by whoever counts facts.</summary>
    public string Name => $"{Relation.Subject} {About}";

    /// <summary>The ways of asking it.</summary>
    public string[] Questions => Relation.Ask(About);

    /// <summary>One way of asking it.</summary>
    public string Ask(Random random) => Vocabulary.Pick(random, Questions);
}
