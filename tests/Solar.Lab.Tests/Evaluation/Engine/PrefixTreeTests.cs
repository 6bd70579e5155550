using System;
using System.Linq;
using Solar.Lab.Evaluation.Engine;
using Xunit;

namespace Solar.Lab.Tests.Evaluation.Engine;

/// <summary>What rows share, and that none is lost on the way.</summary>
public sealed class PrefixTreeTests
{
    [Fact]
    public void WindowsThatDifferInTheirLastToken_AreOneRow()
    {
        ScoredRow[] rows = ScoredRow.Of([new(0, [5, 6, 7, 8], 1), new(1, [5, 6, 7, 9], 1), new(2, [5, 6, 7, 8], 2), new(3, [5, 6, 8, 8], 1)]);

        Assert.Equal(2, rows.Length);
        Assert.Equal([0, 1, 2], rows[0].Windows.Select(window => window.Owner));
        Assert.Equal(1, rows[0].From);
        Assert.Equal([5, 6, 8], rows[1].Input);
    }

    [Fact]
    public void FewShotsAndDocuments_AreSharedOneInTheOther()
    {
        int[] examples = [.. Enumerable.Range(0, 100)];
        ScoredWindow Choice(int owner, int document, int choice) =>
            new(owner, [.. examples, .. Enumerable.Repeat(200 + document, 50), 300 + choice, 400], 2);
        PrefixTree tree = PrefixTree.Of(ScoredRow.Of(
            [Choice(0, 1, 1), Choice(1, 2, 1), Choice(2, 1, 2), Choice(3, 2, 2), Choice(4, 1, 3), new(5, [7, 8, 9], 1)]));

        // The last token before what is scored is fed with it: its logits are needed.
        Assert.Equal(5, Assert.Single(tree.Rows).Windows[0].Owner);
        PrefixTree shared = Assert.Single(tree.Branches);
        Assert.Equal(100, shared.Tokens.Length);
        Assert.Equal([3], shared.Branches.Select(branch => branch.Rows.Count));
        Assert.Equal(149, shared.Branches[0].Tokens.Length);
        Assert.Equal(149, shared.Reach);
        Assert.Equal(2, shared.Rows.Count);                                 // two choices of 49 tokens: not worth a pass of its own
    }

    [Fact]
    public void AnyWindows_AreAllThereOnce_BelowWhatTheyBeginWith()
    {
        Random random = new(1);
        for (int round = 0; round < 50; round++)
        {
            ScoredWindow[] windows = [.. Enumerable.Range(0, 60).Select(owner =>
            {
                // Few tokens and long runs: much is shared, at all depths.
                int[] tokens = [.. Enumerable.Range(0, random.Next(2, 120)).Select(i => i % 20 == 19 ? random.Next(2) : i / 20)];
                return new ScoredWindow(owner, tokens, random.Next(1, tokens.Length));
            })];

            ScoredRow[] rows = ScoredRow.Of(windows);
            PrefixTree tree = PrefixTree.Of(rows);

            Assert.Equal(Enumerable.Range(0, 60), tree.All.SelectMany(row => row.Windows).Select(window => window.Owner).Order());
            Check(tree);
        }
    }

    private static void Check(PrefixTree node)
    {
        foreach (ScoredRow row in node.All)
        {
            Assert.True(row.From >= node.Tokens.Length, "logits of what is shared are needed");
            Assert.True(row.Input.AsSpan().StartsWith(node.Tokens.Span), "it begins otherwise");
        }

        foreach (PrefixTree branch in node.Branches)
        {
            Assert.True(branch.Tokens.Length > node.Tokens.Length);
            Check(branch);
        }
    }
}
