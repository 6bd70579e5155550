using System;

namespace SolarPaper.World;

/// <summary>Problems, riddles and stories of one side: for learning, or for tests.</summary>
/// <param name="random">Draws them.</param>
/// <param name="world">What they are about.</param>
/// <param name="isTest">Which side.</param>
internal sealed class Draws(Random random, SmallWorld world, bool isTest)
{
    public WordProblem Problem() => Held.Draw(() => WordProblem.Draw(random, world), problem => problem.Question, isTest);

    public Riddle Riddle() => Held.Draw(() => World.Riddle.Draw(random, world), riddle => riddle.Start, isTest);

    public Story Story() => Held.Draw(() => World.Story.Draw(random, world), story => story.Start, isTest);
}
