/** How particles are grouped: Gaussian mixture, K-means, hierarchical linkage, DBSCAN, OPTICS. */
export const groupMethods = ['gmm', 'kmeans', 'linkage', 'dbscan', 'optics'] as const;
export type GroupMethod = (typeof groupMethods)[number];

/** What chooses among numbers of groups: Bayesian or Akaike information criterion (smallest), silhouette (largest). */
export const criteria = ['bic', 'aic', 'silhouette'] as const;
export type Criterion = (typeof criteria)[number];

/** How columns are made comparable. `zscore`: mean 0, standard deviation 1 (n). `robust`: median 0, quartiles 1.349 apart, as a normal distribution's. `range`: 0..1. */
export const scalings = ['zscore', 'robust', 'range', 'none'] as const;
export type Scaling = (typeof scalings)[number];

/** Shape of a mixture's groups: a covariance each, one for all, or one each without slant. */
export const covarianceKinds = ['full', 'tied', 'diagonal'] as const;
export type CovarianceKind = (typeof covarianceKinds)[number];

/** Distance between groups: growth of the squared distances within, mean, or largest. */
export const linkageMethods = ['ward', 'average', 'complete'] as const;
export type LinkageMethod = (typeof linkageMethods)[number];

/** What tells classes apart: support vectors with a radial or linear kernel, or a random forest. */
export const classifierKinds = ['svm', 'linear-svm', 'forest'] as const;
export type ClassifierKind = (typeof classifierKinds)[number];
