using Bellwether.Data.Models;
using Bellwether.Learning.TreeGrowth;
using Bellwether.Learning.Trees;

namespace Bellwether.Learning.TreeObjectives;

/// <summary>What boosting minimizes: a loss of scores on the additive scale, with its gradient and (an upper bound of) its Hessian.</summary>
internal abstract class Objective(Targets targets)
{
    /// <summary>The training rows.</summary>
    protected Targets Targets { get; } = targets;

    /// <summary>k, the scores per row.</summary>
    public virtual int Outputs => 1;

    /// <summary>What a model makes of a score.</summary>
    public virtual TreeLink Link => TreeLink.Identity;

    /// <summary>What that means.</summary>
    public virtual ModelOutput Output => ModelOutput.Value;

    /// <summary>Scores are kept in this unit, so that gradients of labels of any size fit single precision.</summary>
    public virtual double Unit => 1;

    /// <summary>Where the leaf values of gradient statistics are replaced by a quantile of the leaf's residuals: its share; null for none.</summary>
    public virtual double? RenewalShare => null;

    /// <summary>The scores (k) before the first tree, in units.</summary>
    public abstract double[] Start();

    /// <summary>Writes a (gradient, Hessian) pair for each row of each output.</summary>
    /// <param name="round">The number of the round, from 0.</param>
    /// <param name="scores">Scores by output, in units.</param>
    /// <param name="pairs">Pairs by output.</param>
    /// <param name="crew">The threads; rows and groups are shared out.</param>
    public abstract void Fill(int round, double[][] scores, float[][] pairs, Crew crew);

    /// <summary>What early stopping watches: the less, the better.</summary>
    public abstract double Loss(Targets rows, double[][] scores);
}
