using System;
using System.Collections.Generic;
using Solar.Lab.Building;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.Evaluation.Requests;
using Solar.Lab.Evaluation.Running;
using Xunit;

namespace Solar.Lab.Tests.Building;

/// <summary>How long a whole build, or a series of measurements, will go on.</summary>
public sealed class BuildClockTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void TimeLeft_IsByTheWorkOfAll_WhateverIsDoneBesideWhat()
    {
        BuildNode small = Node("Small"), large = Node("Large"), last = Node("Last");
        BuildClock clock = Clock((small, 100), (large, 300), (last, 400));
        Assert.Null(clock.Left);

        clock.Started(small, goesOn: false);
        clock.Started(large, goesOn: false);
        _time.Pass(10);
        clock.Report(small, 0.5);
        clock.Report(large, 0.5);

        // 200 of 800 in 10 seconds.
        Assert.Equal(0.25, clock.Share, 9);
        Assert.Equal(30, clock.Left!.Value, 6);

        clock.Finished(small);
        clock.Finished(large);
        Assert.Equal(10, clock.Left!.Value, 6);
        clock.Finished(last);
        Assert.Equal((1.0, 0.0), (clock.Share, clock.Left!.Value));
    }

    [Fact]
    public void WhatWasThereBefore_TookNoTime()
    {
        BuildNode there = Node("There"), begun = Node("Begun");
        BuildClock clock = Clock((there, 900), (begun, 100));

        clock.Skipped(there);
        clock.Started(begun, goesOn: true);
        clock.Report(begun, 0.8);
        _time.Pass(5);
        clock.Report(begun, 0.9);

        Assert.Equal(0.99, clock.Share, 9);
        Assert.Equal(5, clock.Left!.Value, 6);
    }

    [Fact]
    public void StageWhoseDataIsNotThere_CountsAsTheMeanOfTheOthers()
    {
        BuildNode known = Node("Known"), unknown = Node("Unknown");
        BuildClock clock = Clock((known, 50), (unknown, null));

        clock.Started(known, goesOn: false);
        _time.Pass(4);
        clock.Finished(known);

        Assert.Equal(4, clock.Left!.Value, 6);
    }

    [Fact]
    public void WhatIsNoStage_CountsNothingBesideStages_AndAlikeWithoutAny()
    {
        BuildNode world = Node("World"), stage = Node("Stage");
        BuildClock clock = Clock((world, 0), (stage, 1e12));

        clock.Started(world, goesOn: false);
        _time.Pass(10);
        clock.Finished(world);
        Assert.Equal((0.0, null), (clock.Share, clock.Left));

        BuildClock merges = Clock((world, 0), (stage, 0));
        merges.Finished(world);
        Assert.Equal(0.5, merges.Share);
    }

    [Fact]
    public void StageOfOneReport_CountsItsWork()
    {
        BuildNode one = Node("One"), other = Node("Other");
        BuildClock clock = Clock((one, 10), (other, 10));

        clock.Started(one, goesOn: false);
        _time.Pass(3);
        clock.Report(one, 1);

        Assert.Equal(3, clock.Left!.Value, 6);
    }

    [Fact]
    public void Measurements_SayWhichOfAllTheyAre_AndHowLongAllGoOn()
    {
        var series = new EvaluationSeries(4, _time);
        Assert.Equal("Base (1 of 4)", series.Next().Title("Base"));
        Assert.Equal("", series.Left(new EvaluationProgress("task", 0, 2, new AnswerProgress(5, 10, 0, 0.5))));

        _time.Pass(10);
        series.Next();

        // One and a quarter of four in ten seconds.
        Assert.Equal("  22 s left in all", series.Left(new EvaluationProgress("task", 0, 2, new AnswerProgress(5, 10, 0, 0.5))));

        // What was answered before is no work: of the rest, a half of one in five seconds more.
        var going = new EvaluationSeries(3, _time);
        going.Next();
        Assert.Equal("", going.Left(new EvaluationProgress("task", 0, 1, new AnswerProgress(10, 10, 10, 1))));
        going.Next();
        _time.Pass(5);
        Assert.Equal("  15 s left in all", going.Left(new EvaluationProgress("task", 0, 1, new AnswerProgress(5, 10, 0, 0.5))));
        Assert.Equal("Base", new EvaluationSeries(1, _time).Next().Title("Base"));
    }

    private BuildClock Clock(params (BuildNode Node, double? Work)[] all)
    {
        var work = new Dictionary<string, double?>();
        foreach ((BuildNode node, double? own) in all)
        {
            work[node.Name] = own;
        }

        return new BuildClock(Array.ConvertAll(all, one => one.Node), node => work[node.Name], _time);
    }

    private static BuildNode Node(string name) => new(name, BuildKind.Stage) { Directory = name };

    private sealed class ManualTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Pass(int seconds) => _now += seconds * TimeSpan.TicksPerSecond;
    }
}
