using System;
using System.IO.Enumeration;
using System.Linq;
using Solar.Validation;
using Xunit;

namespace Solar.Dsl.Tests.Training;

public class NamePatternTests
{
    [Theory]
    [InlineData("model.norm.weight", "model.norm.weight", true)]
    [InlineData("model.norm.weight", "model.norm.weights", false)]
    [InlineData("*", "", true)]
    [InlineData("model.layers.1.*", "model.layers.1.mlp.up_proj.weight", true)]
    [InlineData("model.layers.1.*", "model.layers.11.mlp.up_proj.weight", false)]
    [InlineData("*.mlp.*", "model.layers.11.mlp.up_proj.weight", true)]
    [InlineData("a*a", "a", false)]
    [InlineData("a*b*c", "acb", false)]
    public void Star_StandsForAnyCharacters(string pattern, string name, bool expected) => Assert.Equal(expected, NamePattern.Matches(pattern, name));

    [Fact]
    public void WhatMatches_IsWhatTheFrameworksOwnMatcherSays()
    {
        // The compiler's framework does not have that one.
        Random random = new(7);
        string Word(string letters) => string.Concat(Enumerable.Range(0, random.Next(7)).Select(_ => letters[random.Next(letters.Length)]));
        for (int i = 0; i < 20_000; i++)
        {
            string pattern = Word("ab.*"), name = "a" + Word("ab.");

            bool expected = FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);

            // There an empty pattern stands for all; here it names nothing.
            Assert.True(pattern.Length == 0 || expected == NamePattern.Matches(pattern, name), $"'{pattern}' and '{name}': {expected}");
        }
    }
}
