using System;
using System.Collections.Generic;
using System.Linq;

namespace SolarPaper;

/// <summary>Writes small stories from a seed: enough order for a tiny model to learn, enough variety that it has to.</summary>
internal sealed class StoryBook(int seed)
{
    private static readonly string[] Names = ["Lily", "Tom", "Mia", "Ben", "Anna", "Sam", "Zoe", "Max"];
    private static readonly string[] Animals = ["cat", "dog", "bird", "frog", "rabbit", "duck"];
    private static readonly string[] Things = ["ball", "kite", "boat", "book", "cake", "drum", "hat", "box"];
    private static readonly string[] Colours = ["red", "blue", "green", "yellow", "big", "small", "old", "new"];
    private static readonly string[] Places = ["park", "garden", "forest", "house", "school", "river"];
    private static readonly string[] Feelings = ["happy", "sad", "scared", "proud", "tired"];
    private static readonly string[] Helpers = ["mom", "dad", "friend", "teacher"];

    private readonly Random _random = new(seed);

    /// <summary>The given number of stories.</summary>
    public IEnumerable<string> Write(int count) => Enumerable.Range(0, count).Select(_ => Story());

    private string Story()
    {
        string name = Pick(Names);
        string other = Pick([.. Names.Where(n => n != name)]);
        string animal = Pick(Animals);
        string thing = $"{Pick(Colours)} {Pick(Things)}";
        string place = Pick(Places);
        string helper = Pick(Helpers);

        string opening = Pick(
        [
            $"Once upon a time, there was a little {animal} named {name}. {name} lived near the {place}.",
            $"One day, {name} went to the {place} with a {thing}.",
            $"Once upon a time, {name} had a {thing}. {name} loved the {thing} very much.",
        ]);
        string trouble = Pick(
        [
            $"But the {thing} was lost. {name} looked in the {place} and could not find it.",
            $"{name} saw {other} in the {place}. {other} was {Pick(Feelings)}.",
            $"A {animal} took the {thing} and ran to the {place}.",
        ]);
        string turn = Pick(
        [
            $"\"Can you help me?\" asked {name}. \"Yes,\" said the {helper}.",
            $"\"Do not be {Pick(Feelings)},\" said {other}. \"We can look for it.\"",
            $"The {helper} said, \"Let us go to the {place}.\"",
        ]);
        string ending = Pick(
        [
            $"They found the {thing} under a tree. {name} was happy.",
            $"{name} and {other} played with the {thing} all day.",
            $"{name} said thank you and went home. The end.",
        ]);
        return $"{opening} {trouble} {turn} {ending}";
    }

    private string Pick(string[] words) => words[_random.Next(words.Length)];
}
