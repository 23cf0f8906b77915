using System.Linq.Expressions;

namespace Bellwether.Features.Definitions;

/// <summary>Turns <c>(p, f) => … f[x] …</c> into <c>(p, values) => … values[k] …</c>.</summary>
internal sealed class CombinationRewriter<TRequest> : ExpressionVisitor
{
    private readonly string _feature;
    private readonly Expression<Func<TRequest, FeatureLookup<TRequest>, double>> _lambda;
    private readonly Func<FeatureExpression<TRequest>, int> _ofExpression;
    private readonly Func<string, int> _ofName;
    private readonly ParameterExpression _values = Expression.Parameter(typeof(double[]), "values");

    private CombinationRewriter(
        string feature, Expression<Func<TRequest, FeatureLookup<TRequest>, double>> lambda,
        Func<FeatureExpression<TRequest>, int> ofExpression, Func<string, int> ofName) =>
        (_feature, _lambda, _ofExpression, _ofName) = (feature, lambda, ofExpression, ofName);

    /// <summary>The combination as a function of the request and all numbers.</summary>
    public static Func<TRequest, double[], double> Compile(
        string feature, Expression<Func<TRequest, FeatureLookup<TRequest>, double>> lambda,
        Func<FeatureExpression<TRequest>, int> ofExpression, Func<string, int> ofName)
    {
        var rewriter = new CombinationRewriter<TRequest>(feature, lambda, ofExpression, ofName);
        var body = rewriter.Visit(lambda.Body);
        return Expression.Lambda<Func<TRequest, double[], double>>(body, lambda.Parameters[0], rewriter._values).Compile();
    }

    /// <inheritdoc/>
    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        if (node.Object != _lambda.Parameters[1])
            return base.VisitMethodCall(node);
        var argument = node.Arguments[0];
        var target = argument.Type == typeof(string) ? _ofName(Evaluate<string>(argument)) : _ofExpression(Evaluate<FeatureExpression<TRequest>>(argument));
        return Expression.ArrayIndex(_values, Expression.Constant(target));
    }

    /// <inheritdoc/>
    protected override Expression VisitParameter(ParameterExpression node) =>
        node == _lambda.Parameters[1]
            ? throw new ArgumentException($"The combination '{_feature}' must use '{node.Name}' only as {node.Name}[...], but does otherwise in {_lambda}.")
            : node;

    private T Evaluate<T>(Expression argument)
    {
        if (new ParameterSearch(_lambda.Parameters).IsIn(argument))
            throw new ArgumentException($"What stands between the brackets in the combination '{_feature}' must not depend on the request, but {argument} does.");
        return Expression.Lambda<Func<T>>(argument).Compile()();
    }

    private sealed class ParameterSearch(IReadOnlyCollection<ParameterExpression> parameters) : ExpressionVisitor
    {
        private bool _found;

        public bool IsIn(Expression expression)
        {
            Visit(expression);
            return _found;
        }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            _found |= parameters.Contains(node);
            return node;
        }
    }
}
