using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using Solar.Lab.Building;
using Solar.Lab.Reports;
using Xunit;

namespace Solar.Lab.Tests.Reports;

public class LayeredGraphTests
{
    private static readonly Dictionary<string, string[]> Diamond = new() { ["A"] = [], ["B"] = ["A"], ["C"] = ["A"], ["D"] = ["B", "C"], ["E"] = ["D", "A"] };

    [Fact]
    public void EachNode_StandsBelowAllThatItIsMadeFrom_AndNoTwoUponEachOther()
    {
        var graph = new LayeredGraph([.. Diamond.Keys], name => Diamond[name]);

        Assert.Equal([0, 1, 1, 2, 3], Diamond.Keys.Select(name => graph[name].Layer));
        Assert.All(Diamond.Keys.SelectMany(a => Diamond.Keys.Where(b => a != b && graph[a].Layer == graph[b].Layer).Select(b => (a, b))), pair =>
            Assert.True(Math.Abs(graph[pair.a].Column - graph[pair.b].Column) >= 1 - 1e-9));
    }

    [Fact]
    public void AnEdgeOverSeveralLayers_GoesThroughAPlaceInEach()
    {
        var graph = new LayeredGraph([.. Diamond.Keys], name => Diamond[name]);

        IReadOnlyList<Place> edge = graph.Edges.Single(edge => edge[0].Node == "A" && edge[^1].Node == "E");
        Assert.Equal([0, 1, 2, 3], edge.Select(place => place.Layer));
        Assert.Equal(["A", null, null, "E"], edge.Select(place => place.Node));
        Assert.NotEqual(graph["D"].Column, edge[2].Column);
    }

    [Fact]
    public void Picture_HasEachThingAndArrow_WithNamesEscaped()
    {
        BuiltThing[] things =
        [
            new("A", BuildKind.Initial) { What = "from a seed", Layers = 4, Standing = BuiltStanding.Built },
            new("A<B>", BuildKind.Stage) { What = "pretrain", Layers = 4, Inputs = ["A"], Datasets = ["One", "Two&Three"], Standing = BuiltStanding.Built },
            new("C", BuildKind.Merge) { What = "slerp", Inputs = ["A", "A<B>"] },
        ];

        XElement svg = XElement.Parse(BuildGraphSvg.Draw(new BuiltProgram(things)));
        XNamespace ns = svg.Name.Namespace;

        Assert.Equal(["A", "A<B>", "C"], svg.Elements(ns + "g").Attributes("data-node").Select(name => name.Value));
        Assert.Equal([("A", "A<B>"), ("A", "C"), ("A<B>", "C")], svg.Elements(ns + "g").Where(edge => edge.Attribute("data-from") is not null).Select(edge => ((string)edge.Attribute("data-from")!, (string)edge.Attribute("data-to")!)));
        Assert.Contains("One + Two&Three", svg.Descendants(ns + "text").Select(text => text.Value));
        Assert.Contains("not built", svg.Descendants(ns + "text").Select(text => text.Value));
    }

    [Fact]
    public void ALongListOfData_IsBrokenIntoTwoLines()
    {
        var thing = new BuiltThing("A", BuildKind.Stage) { Standing = BuiltStanding.Built, Datasets = ["AlpacaGpt4", "OpenOrca", "MathInstruct"] };

        XElement svg = XElement.Parse(BuildGraphSvg.Draw(new BuiltProgram([thing])));
        string[] texts = [.. svg.Descendants(svg.Name.Namespace + "text").Select(text => text.Value)];
        Assert.Contains("AlpacaGpt4 + OpenOrca +", texts);
        Assert.Contains("MathInstruct", texts);
    }
}
